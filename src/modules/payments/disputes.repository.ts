import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Db, queryOne, statement, type Tx } from '../../platform/database/index.js';
import type { ProviderDispute } from './payment-provider.js';
import type { PaymentDisputed } from './payments.events.js';

export interface DisputedPayment {
  readonly paymentId: Id<'pay'>;
  readonly orderId: Id<'ord'>;
  readonly currency: string;
  readonly captured: number;
}

const paymentOf = statement<[provider: string, ref: string], DisputedPayment>(
  'payments.of-charge',
  `select id as "paymentId", order_id as "orderId", currency, captured from payments
    where provider = $1 and provider_ref = $2`,
);

type Put = [
  provider: string,
  ref: string,
  paymentId: string,
  state: string,
  reason: string,
  currency: string,
  amount: number,
  isWithdrawn: boolean,
  fee: number,
  dueAt: Date | null,
  at: Date,
];

/** A dispute that has ended stays as it ended; what is there already changes nothing. */
const put = statement<Put, { isNews: boolean }>(
  'payments.put-dispute',
  `insert into payment_disputes as d (provider, provider_ref, payment_id, state, reason, currency, amount, is_withdrawn,
          fee, evidence_due_at, opened_at, changed_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)
   on conflict (provider, provider_ref) do update
      set state = excluded.state, reason = excluded.reason, amount = excluded.amount,
          is_withdrawn = excluded.is_withdrawn, fee = excluded.fee, evidence_due_at = excluded.evidence_due_at,
          changed_at = excluded.changed_at
    where d.payment_id = excluded.payment_id
      and (d.state, d.reason, d.amount, d.is_withdrawn, d.fee) is distinct from
          (excluded.state, excluded.reason, excluded.amount, excluded.is_withdrawn, excluded.fee)
      and (d.state not in ('won', 'lost', 'closed') or d.state = excluded.state)
   returning true as "isNews"`,
);

const now = statement<[provider: string, ref: string], PaymentDisputed>(
  'payments.dispute-now',
  `select d.payment_id as "paymentId", p.order_id as "orderId", d.provider, d.provider_ref as "disputeRef", d.state, d.reason,
          d.currency, d.amount, d.is_withdrawn as "isWithdrawn", d.fee,
          to_json(d.evidence_due_at) #>> '{}' as "evidenceDueAt", to_json(d.changed_at) #>> '{}' as "changedAt"
     from payment_disputes d join payments p on p.id = d.payment_id where d.provider = $1 and d.provider_ref = $2`,
);

/** Complaints of card holders, one row for each, as they stood when we last looked. */
@Injectable()
export class DisputesRepository {
  constructor(private readonly db: Db) {}

  paymentOf(provider: string, chargeRef: string): Promise<DisputedPayment | undefined> {
    return this.db.queryOne(paymentOf, [provider, chargeRef]);
  }

  /** As it stood when we last looked. */
  now = (provider: string, ref: string): Promise<PaymentDisputed | undefined> => this.db.queryOne(now, [provider, ref]);

  /** Whether it tells something that was not recorded yet. */
  async put(tx: Tx, provider: string, paymentId: string, dispute: ProviderDispute, at: Date): Promise<boolean> {
    const { ref, state, reason, amount, isWithdrawn, fee, evidenceDueAt } = dispute;
    const what = [state, reason, amount.currency, amount.amount, isWithdrawn, fee] as const;
    const row = await queryOne(tx, put, [provider, ref, paymentId, ...what, evidenceDueAt ?? null, at]);
    return row !== undefined;
  }
}
