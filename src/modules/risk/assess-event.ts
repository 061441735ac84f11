import { Injectable } from '@nestjs/common';
import { Clock, type Id } from '../../kernel/index.js';
import { BlindIndex } from '../../platform/crypto/index.js';
import { newId, type Tx } from '../../platform/database/index.js';
import { DecisionsRepository, type DecisionRow } from './decisions.repository.js';
import { FEATURE_SCHEMA_VERSION, featuresOf, isGiven } from './features.domain.js';
import { LiveRuleset } from './live-ruleset.js';
import { OpenHold } from './open-hold.js';
import { notMilder } from './outcome.domain.js';
import { judge } from './ruleset.js';
import type { Assessment, AssessmentInput, Facts, RefusedCard } from './risk.types.js';

const US_PER_NS = 1_000n;

/** Counts, judges, and stores what was judged, in the caller's transaction: two statements when nothing is held. */
@Injectable()
export class AssessEvent {
  constructor(
    private readonly clock: Clock,
    private readonly hashes: BlindIndex,
    private readonly decisions: DecisionsRepository,
    private readonly live: LiveRuleset,
    private readonly openHold: OpenHold,
  ) {}

  async run(tx: Tx, input: AssessmentInput): Promise<Assessment> {
    const started = process.hrtime.bigint();
    const at = this.clock.now();
    const { event, objectId, orderId, buyerId, amount, facts } = input;
    const cardKey = this.keyOf(facts, 'cardFingerprint') ?? '';
    const seen = { event, objectId, orderId, buyerId, at, ...amount, cardKey, entities: this.entitiesOf(input) };
    const observed = await this.decisions.observe(tx, seen);

    const features = featuresOf(input, observed, at);
    const ruleset = await this.live.of(tx, observed.rulesetVersion);
    const { score, band, outcome, reasons, shadow } = judge(ruleset, event, features);
    const decision: DecisionRow = {
      id: newId('dec'),
      ...{ event, objectId, orderId, buyerId, features, score, band, reasons, shadow },
      outcome: notMilder(outcome, observed.previousOutcome),
      rulesetVersion: ruleset.version,
      featureSchemaVersion: FEATURE_SCHEMA_VERSION,
      latencyUs: Number((process.hrtime.bigint() - started) / US_PER_NS),
      decidedAt: at,
    };
    this.decisions.insert(tx, decision);

    return assessmentOf(decision, await this.holdOf(tx, input, decision));
  }

  noteRefusedCard(tx: Tx, { objectId, buyerId, amount, facts }: RefusedCard): void {
    const cardKey = this.keyOf(facts, 'cardFingerprint') ?? '';
    const entities = this.entitiesOf({ buyerId, facts });
    this.decisions.note(tx, {
      event: 'payment.declined',
      objectId,
      buyerId,
      ...amount,
      at: this.clock.now(),
      cardKey,
      entities,
    });
  }

  /** Only a payment can be held: an order to be held goes on to its payment, which is not judged more mildly. */
  private async holdOf(tx: Tx, input: AssessmentInput, decision: DecisionRow): Promise<Id<'hld'> | undefined> {
    if (decision.outcome !== 'hold' || input.event !== 'payment.authorised') return undefined;
    return this.openHold.run(tx, { ...input, decisionId: decision.id, score: decision.score });
  }

  private entitiesOf({ buyerId, facts }: Pick<AssessmentInput, 'buyerId' | 'facts'>): [kind: string, key: string][] {
    const given = [
      ['buyer', buyerId],
      ['device', this.keyOf(facts, 'deviceId')],
      ['address', this.keyOf(facts, 'addressKey')],
      ['card', this.keyOf(facts, 'cardFingerprint')],
    ];
    return given.filter((pair): pair is [string, string] => pair[1] !== undefined);
  }

  /** Devices, addresses and cards are recognised, never stored. */
  private keyOf(facts: Facts, name: 'deviceId' | 'addressKey' | 'cardFingerprint'): string | undefined {
    return isGiven(facts, name) ? this.hashes.of(`risk.${name}`, String(facts[name])) : undefined;
  }
}

function assessmentOf({ id, outcome, score, reasons }: DecisionRow, holdId: Id<'hld'> | undefined): Assessment {
  const told = reasons.filter((reason) => !reason.isError);
  const safe = told.map(({ code, textEn, textZh }) => ({ code, text: textEn, textZh }));
  return { decisionId: id, outcome, score, reasons: safe, holdId };
}
