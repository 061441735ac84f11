import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { RuleLanguage } from '../../platform/rules/index.js';
import { RISK_FEATURES } from './features.domain.js';
import { RulesRepository } from './rules.repository.js';
import type { Ruleset } from './ruleset.js';

export const riskLanguage = new RuleLanguage(RISK_FEATURES);

/** The rule set of a version, compiled once: versions never change. */
@Injectable()
export class LiveRuleset {
  private cached: Ruleset | undefined;

  constructor(private readonly rules: RulesRepository) {}

  async of(tx: Tx, version: number): Promise<Ruleset> {
    if (this.cached?.version === version) return this.cached;
    const row = await this.rules.ruleset(tx, version);
    this.cached = {
      ...row,
      rules: row.rules.map((rule) => ({ ...rule, compiled: riskLanguage.compile(rule.expression) })),
    };
    return this.cached;
  }
}
