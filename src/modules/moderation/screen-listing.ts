import { Injectable } from '@nestjs/common';
import { Clock, system, type Id } from '../../kernel/index.js';
import { moveAll, newId, type Tx } from '../../platform/database/index.js';
import { CasesRepository } from './cases.repository.js';
import { LiveScreeningSet } from './live-screening-set.js';
import { caseLifecycle } from './moderation.lifecycle.js';
import type { Screening, ScreeningInput } from './moderation.types.js';
import { OpenCase } from './open-case.js';
import { isDrawn, screen, type ScreeningResult, type ScreeningSet } from './screening.js';
import { ScreeningsRepository, type SubjectText } from './screenings.repository.js';
import { SIGNAL_SCHEMA_VERSION, signalsOf, type Signals } from './signals.domain.js';
import { groundsOf } from './statement.domain.js';
import { gramKeys, bandsOf, simHash } from './text.domain.js';
import { WriteDecision } from './write-decision.js';

const SCREENER = system('moderation.screening');

/** Judges one version of a listing in the caller's transaction and opens, replaces or decides its case. */
@Injectable()
export class ScreenListing {
  constructor(
    private readonly clock: Clock,
    private readonly live: LiveScreeningSet,
    private readonly screenings: ScreeningsRepository,
    private readonly cases: CasesRepository,
    private readonly openCase: OpenCase,
    private readonly writeDecision: WriteDecision,
  ) {}

  async run(tx: Tx, input: ScreeningInput): Promise<Screening> {
    const set = await this.live.current(tx);
    const text = textOf(input, this.clock.now());
    const signals = signalsOf(input, set.terms, await this.screenings.nearest(tx, text));
    const result = screen(set, signals.features);

    const screeningId = await this.store(tx, input, set, signals, result);
    await this.screenings.saveText(tx, text);
    await this.closeOlderCases(tx, input);
    const caseId = await this.caseOf(tx, input, set, result, screeningId);

    const { outcome, score, findings } = result;
    return {
      outcome,
      score,
      caseId,
      reasons: findings.map(({ code, text: en, textZh, points }) => ({ code, text: en, textZh, points })),
    };
  }

  private async store(
    tx: Tx,
    input: ScreeningInput,
    { version }: ScreeningSet,
    { features, found }: Signals,
    result: ScreeningResult,
  ): Promise<string> {
    const { subjectType, subjectId, sellerId, title, description, brandName = null, price } = input;
    const id = newId('evt');
    await this.screenings.insert(tx, {
      ...{ id, subjectType, subjectId, sellerId, found, ...result },
      rulesetVersion: version,
      signalSchemaVersion: SIGNAL_SCHEMA_VERSION,
      snapshot: { title, description, brandName, price },
      signals: features,
      screenedAt: this.clock.now(),
    });
    return id;
  }

  /** A new version of a listing leaves nothing to decide about the one before. */
  private async closeOlderCases(tx: Tx, { subjectType, subjectId }: ScreeningInput): Promise<void> {
    const ids = await this.cases.openedByScreening(tx, subjectType, subjectId);
    if (ids.length === 0) return;
    const move = { action: 'close', actor: SCREENER, at: this.clock.now(), reason: 'screened_again' } as const;
    await moveAll(tx, caseLifecycle, ids, move);
  }

  private async caseOf(
    tx: Tx,
    { subjectType, subjectId, sellerId }: ScreeningInput,
    { samplePercent }: ScreeningSet,
    { outcome, band, score, findings }: ScreeningResult,
    screeningId: string,
  ): Promise<Id<'cas'> | undefined> {
    const kind = outcome === 'publish' ? 'sample' : 'screening';
    if (kind === 'sample' && (band !== 'sample' || !isDrawn(subjectId, samplePercent))) return undefined;
    const subject = { subjectType, subjectId, sellerId };
    const caseId = await this.openCase.run(tx, { kind, ...subject, reason: kind, priority: score }, screeningId);
    if (outcome === 'reject') {
      const facts = findings.map(({ code }) => code);
      const verdict = { decision: 'remove', grounds: groundsOf(findings), facts } as const;
      await this.writeDecision.run(tx, SCREENER, await this.cases.lock(tx, caseId), verdict);
    }
    return caseId;
  }
}

function textOf({ subjectType, subjectId, sellerId, title, description }: ScreeningInput, at: Date): SubjectText {
  const text = `${title}\n${description}`;
  const grams = gramKeys(text);
  return { subjectType, subjectId, sellerId, grams, bands: bandsOf(grams), simHash: simHash(text), at };
}
