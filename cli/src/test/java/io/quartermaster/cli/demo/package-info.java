@NullMarked
package io.quartermaster.cli.demo;

import org.jspecify.annotations.NullMarked;
