import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { RuleLanguage } from '../../platform/rules/index.js';
import type { ScreeningSet } from './screening.js';
import { ScreeningsRepository } from './screenings.repository.js';
import { SIGNALS } from './signals.domain.js';

export const screeningLanguage = new RuleLanguage(SIGNALS);

/** The newest screening rules, compiled once: versions never change. */
@Injectable()
export class LiveScreeningSet {
  private cached: ScreeningSet | undefined;

  constructor(private readonly screenings: ScreeningsRepository) {}

  async current(tx: Tx): Promise<ScreeningSet> {
    const version = await this.screenings.liveVersion(tx);
    if (this.cached?.version === version) return this.cached;
    const row = await this.screenings.set(tx, version);
    const rules = row.rules.map((rule) => ({ ...rule, compiled: screeningLanguage.compile(rule.expression) }));
    this.cached = { ...row, rules };
    return this.cached;
  }
}
