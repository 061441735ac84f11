import { Injectable } from '@nestjs/common';
import { actsFor, Clock, toWire, type Id, type UserActor } from '../../kernel/index.js';
import { Db, IllegalTransition, moveOne, UnitOfWork } from '../../platform/database/index.js';
import { NotFound, OwnMatter, Unavailable, type Once } from '../../platform/http/index.js';
import { ChargeBacks, PaymentProviders, type Answer, type ProviderDispute } from '../payments/index.js';
import { chargebackLifecycle, takesEvidence } from './chargeback.lifecycle.js';
import { ChargebacksRepository, type ChargebackRow } from './chargebacks.repository.js';
import type { DisputeView } from './disputes.dto.js';
import { DisputeRefused, EvidenceClosed, NoEvidence } from './disputes.errors.js';
import { disputeViewOf } from './disputes.view.js';
import { EndChargeback } from './end-chargeback.js';
import { EvidenceRepository, type EvidenceRow } from './evidence.repository.js';

/** What is known and the tools to act on it. */
@Injectable()
export class DisputeRecords {
  constructor(
    readonly db: Db,
    readonly chargebacks: ChargebacksRepository,
    readonly evidence: EvidenceRepository,
  ) {}
}

/**
 * Staff answers a dispute at the provider: with evidence, or by giving in. The provider is asked first, under a key of
 * the chargeback, so that an answer that got lost is given again.
 */
@Injectable()
export class AnswerDispute {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly records: DisputeRecords,
    private readonly providers: PaymentProviders,
    private readonly payments: ChargeBacks,
    private readonly end: EndChargeback,
  ) {}

  /** @throws NotFound, EvidenceClosed, NoEvidence; DisputeRefused by the provider, Unavailable when it is unclear */
  async submit(actor: UserActor, id: Id<'dsp'>, note: string | undefined, once: Once): Promise<DisputeView> {
    const earlier = await once.replay<DisputeView>(this.records.db);
    if (earlier) return earlier;
    const chargeback = await this.find(id);
    const { provider, providerRef: disputeRef, state, evidenceDueAt } = chargeback;
    const isLate = evidenceDueAt !== null && evidenceDueAt <= this.clock.now();
    if (!takesEvidence(state) || isLate) throw new EvidenceClosed({});
    const given = await this.records.evidence.of(id);
    if (given.length === 0 && note === undefined) throw new NoEvidence({});
    const text = textOf(given, note);
    this.expect(await this.providers.of(provider).submitEvidence({ key: `${id}:evidence`, disputeRef, text }));
    return once.run(this.uow, async (tx) => {
      const at = this.clock.now();
      await moveOne(tx, chargebackLifecycle, id, { action: 'submit', actor, at, reason: note });
      await this.records.chargebacks.stamp(tx, id, { submittedAt: at });
      return disputeViewOf((await this.records.chargebacks.lock(tx, id)) as ChargebackRow, given, actor, at);
    });
  }

  /** @throws NotFound, OwnMatter, IllegalTransition once evidence was sent or it has ended; DisputeRefused, Unavailable */
  async accept(actor: UserActor, id: Id<'dsp'>, reason: string, once: Once): Promise<DisputeView> {
    const earlier = await once.replay<DisputeView>(this.records.db);
    if (earlier) return earlier;
    const { provider, providerRef, state, paymentId, shares } = await this.find(id);
    if (shares.some(({ sellerId }) => actsFor(actor, sellerId))) throw new OwnMatter({});
    if (!takesEvidence(state)) throw new IllegalTransition({ subject: 'chargeback', action: 'accept' });
    if (!(await this.payments.clear(paymentId))) throw new Unavailable({});
    this.expect(await this.providers.of(provider).acceptDispute(`${id}:acceptance`, providerRef));
    const given = await this.records.evidence.of(id);
    return once.run(this.uow, async (tx) => {
      const chargeback = (await this.records.chargebacks.lock(tx, id)) as ChargebackRow;
      await this.end.run(tx, chargeback, { action: 'accept', fee: chargeback.fee, actor, reason });
      const ended = (await this.records.chargebacks.lock(tx, id)) as ChargebackRow;
      return disputeViewOf(ended, given, actor, this.clock.now());
    });
  }

  private async find(id: Id<'dsp'>): Promise<ChargebackRow> {
    const chargeback = await this.records.chargebacks.find(id);
    if (!chargeback) throw new NotFound({ what: 'dispute' });
    return chargeback;
  }

  private expect(answer: Answer<ProviderDispute>): void {
    if (answer.kind === 'refused') throw new DisputeRefused({ reason: answer.code });
    if (answer.kind !== 'done') throw new Unavailable({});
  }
}

/** In the order it was given, with whom it comes from. */
function textOf(given: readonly EvidenceRow[], note: string | undefined): string {
  const parts = given.map(({ sellerId, givenAt, text, links }) =>
    [`${toWire('sel', sellerId)}, ${givenAt.toISOString()}`, text, ...links].join('\n'),
  );
  return [...(note === undefined ? [] : [note]), ...parts].join('\n\n');
}
