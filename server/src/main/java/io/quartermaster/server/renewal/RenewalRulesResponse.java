package io.quartermaster.server.renewal;

import java.util.List;

/** All rules, by name. */
public record RenewalRulesResponse(List<RenewalRuleResponse> items) {
    static RenewalRulesResponse of(List<RenewalRule> rules) {
        return new RenewalRulesResponse(
                rules.stream().map(RenewalRuleResponse::of).toList());
    }
}
