-- What people have set while the servers run (settings that nobody has set have no row), and what the server does about
-- agents that do not call any more.

CREATE TABLE app_setting (
  id         integer     PRIMARY KEY,              -- of the code; never given to another setting
  value      text        NOT NULL,                 -- as answered
  changed_at timestamptz NOT NULL,
  changed_by text        NOT NULL
);
