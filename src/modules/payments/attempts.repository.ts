import { Injectable } from '@nestjs/common';
import { Db, query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import type { AttemptState } from './authorisation.domain.js';
import type { Charge } from './payment-provider.js';
import { PAYMENT_COLUMNS } from './payments.repository.js';
import type { AttemptRow, CaptureClaim, LockedAttempt, PaymentRow } from './payments.rows.js';

const COLUMNS = `a.id, a.payment_id as "paymentId", a.refund_id as "refundId", a.purpose, a.state,
  (select p.provider from payments p where p.id = a.payment_id) as provider, a.provider_key as "providerKey",
  a.currency, a.amount, a.provider_ref as "providerRef", a.action_url as "actionUrl",
  a.decline_code as "declineCode", a.card, a.created_at as "createdAt"`;

/** What an authorisation begins with: the payment as it was under its lock, and the attempt if one was written. */
export interface Begun {
  readonly buyerId: string;
  readonly provider: string;
  readonly state: string;
  readonly currency: string;
  readonly amount: number;
  readonly attempts: number;
  readonly isExpired: boolean;
  readonly attemptId: string | null;
}

export const MAX_ATTEMPTS = 10;

type Begin = [paymentId: string, attemptId: string, buyerId: string, requestKey: string | null, at: Date];

const begin = statement<Begin, Begun>(
  'payments.begin-authorisation',
  `with pay as (select id, buyer_id, provider, state, currency, amount, attempts, expires_at <= $5 as expired
                  from payments where id = $1 for no key update),
        made as (insert into payment_attempts
            (id, payment_id, purpose, provider_key, request_key, currency, amount, created_at, checked_at)
          select $2::uuid, id, 'authorise', $2::uuid || ':authorise', $4, currency, amount, $5, $5 from pay
           where buyer_id = $3::uuid and state = 'created' and not expired and amount > 0 and provider <> 'on_account' and attempts < ${MAX_ATTEMPTS}
          on conflict do nothing returning id),
        counted as (update payments p set attempts = p.attempts + 1 from made where p.id = $1)
   select pay.buyer_id as "buyerId", pay.provider, pay.state, pay.currency, pay.amount, pay.attempts, pay.expired as "isExpired",
          made.id as "attemptId" from pay left join made on true`,
);

const lock = statement<[id: string], PaymentRow & LockedAttempt>(
  'payments.lock-attempt',
  `select ${PAYMENT_COLUMNS}, a.id as "attemptId", a.state as "attemptState", a.created_at as "attemptedAt",
          a.decline_code as "declineCode", a.action_url as "actionUrl"
     from payment_attempts a join payments p on p.id = a.payment_id where a.id = $1 for no key update`,
);

const find = statement<[id: string], AttemptRow>(
  'payments.find-attempt',
  `select ${COLUMNS} from payment_attempts a where a.id = $1`,
);

const ofRequest = statement<[paymentId: string, requestKey: string], AttemptRow>(
  'payments.find-attempt-of-request',
  `select ${COLUMNS} from payment_attempts a where a.payment_id = $1 and a.request_key = $2`,
);

const latest = statement<[paymentId: string], AttemptRow>(
  'payments.latest-authorisation',
  `select ${COLUMNS} from payment_attempts a where a.payment_id = $1 and a.purpose = 'authorise'
    order by a.id desc limit 1`,
);

const live = statement<[paymentId: string], { purpose: AttemptRow['purpose'] }>(
  'payments.live-attempts',
  `select distinct purpose from payment_attempts
    where payment_id = $1 and (purpose = 'authorise' and state in ('sent', 'unknown', 'requires_action')
                               or purpose = 'capture' and state in ('sent', 'unknown', 'succeeded'))`,
);

type Settle = [
  id: string,
  state: AttemptState,
  ref: string | null,
  card: string | null,
  url: string | null,
  code: string | null,
  at: Date,
];

const settle = statement<Settle, never>(
  'payments.settle-attempt',
  `update payment_attempts set state = $2, provider_ref = coalesce($3, provider_ref),
          card = coalesce($4::jsonb, card), action_url = $5, decline_code = $6, settled_at = $7, checked_at = $7
    where id = $1`,
);

type Authorised = [id: string, ref: string, version: number, card: string | null, at: Date, claimId: string | null];

const CLAIM_COLUMNS = `a.id as "attemptId", a.payment_id as "paymentId", p.order_id as "orderId", p.buyer_id as "buyerId", p.provider,
  a.provider_key as "providerKey", a.provider_ref as "chargeRef", a.currency, a.amount`;

const authorised = statement<Authorised, CaptureClaim>(
  'payments.record-authorised',
  `with attempt as (update payment_attempts set state = 'succeeded', provider_ref = $2, card = $4::jsonb,
            action_url = null, settled_at = $5, checked_at = $5 where id = $1 returning payment_id),
        p as (update payments p set authorised = amount, provider_ref = $2, provider_version = $3
            from attempt where p.id = attempt.payment_id returning p.id, p.order_id, p.buyer_id, p.provider, p.currency, p.amount),
        a as (insert into payment_attempts
            (id, payment_id, purpose, provider_key, provider_ref, currency, amount, created_at, checked_at)
          select $6::uuid, id, 'capture', $6::uuid || ':capture', $2, currency, amount, $5, $5 from p
           where $6 is not null returning *)
   select ${CLAIM_COLUMNS} from a, p`,
);

const unknown = statement<[id: string, why: string, at: Date], { wasSent: boolean }>(
  'payments.mark-unknown',
  `with before as (select id, state from payment_attempts where id = $1 and state in ('sent', 'unknown') for update)
   update payment_attempts a set state = 'unknown', decline_code = $2, checked_at = $3 from before
    where a.id = before.id returning before.state = 'sent' as "wasSent"`,
);

type Claim = [id: string, paymentId: string, ref: string, at: Date];

const claim = statement<Claim, CaptureClaim>(
  'payments.claim-capture',
  `with a as (insert into payment_attempts
       (id, payment_id, purpose, provider_key, provider_ref, currency, amount, created_at, checked_at)
     select $1::uuid, id, 'capture', $1::uuid || ':capture', $3, currency, amount, $4, $4 from payments where id = $2
     returning *)
   select ${CLAIM_COLUMNS} from a join payments p on p.id = a.payment_id`,
);

const openClaim = statement<[paymentId: string], CaptureClaim>(
  'payments.open-capture',
  `select ${CLAIM_COLUMNS} from payment_attempts a join payments p on p.id = a.payment_id
    where a.payment_id = $1 and a.purpose = 'capture' and a.state in ('sent', 'unknown')`,
);

const ofCharge = statement<[paymentId: string, ref: string], AttemptRow>(
  'payments.authorisation-of-charge',
  `select ${COLUMNS} from payment_attempts a
    where a.payment_id = $1 and a.provider_ref = $2 and a.purpose = 'authorise'`,
);

const toGiveBack = statement<[paymentId: string], AttemptRow>(
  'payments.charges-to-give-back',
  `select ${COLUMNS} from payment_attempts a join payments p on p.id = a.payment_id
    where a.payment_id = $1 and a.purpose = 'authorise' and a.provider_ref is not null
      and (a.state = 'unwanted' or p.state = 'voiding' and a.state in ('succeeded', 'requires_action')) order by a.id`,
);

const charges = statement<[paymentId: string], { some: boolean }>(
  'payments.has-charges',
  `select exists (select 1 from payment_attempts where payment_id = $1 and purpose = 'authorise'
     and state in ('sent', 'unknown', 'requires_action', 'succeeded', 'unwanted')) as "some"`,
);

type Secondary = [id: string, authorisationId: string, key: string, at: Date];

const voiding = statement<Secondary, { id: string }>(
  'payments.begin-void',
  `with made as (insert into payment_attempts
       (id, payment_id, purpose, provider_key, provider_ref, currency, amount, created_at, checked_at)
     select $1, payment_id, 'void', $3, provider_ref, currency, amount, $4, $4 from payment_attempts where id = $2
     on conflict do nothing returning id)
   select id from made union all select id from payment_attempts where provider_key = $3 limit 1`,
);

/** A refund that a chargeback has overtaken is not sent; what was sent before is found. */
const refunding = statement<Secondary, BegunRefund>(
  'payments.begin-refund',
  `with r as (select id, payment_id, currency, amount - charged_back as amount, overtaken from refunds
              where id = $2 and state = 'requested' for no key update),
        made as (insert into payment_attempts
       (id, payment_id, refund_id, purpose, provider_key, currency, amount, created_at, checked_at)
     select $1, payment_id, id, 'refund', $3, currency, amount, $4, $4 from r where overtaken = 0
     on conflict do nothing returning id, checked_at)
   select id, checked_at as "checkedAt", true as "isNew" from made
   union all select id, checked_at, false from payment_attempts where provider_key = $3 limit 1`,
);

const askAgain = statement<[id: string, at: Date], { id: string }>(
  'payments.ask-refund-again',
  `with r as (select r.id from refunds r join payment_attempts a on a.refund_id = r.id
               where a.id = $1 and r.state = 'requested' and r.overtaken = 0 for no key update of r)
   update payment_attempts a set state = case a.state when 'voided' then 'sent' else a.state end, checked_at = $2
     from r where a.id = $1 returning a.id`,
);

export interface BegunRefund {
  readonly id: string;
  /** When the provider was asked or last looked at. */
  readonly checkedAt: Date;
  /** Nobody has asked the provider for it yet. */
  readonly isNew: boolean;
}

const overdue = statement<[before: Date, limit: number], { id: string }>(
  'payments.overdue-attempts',
  `select id from payment_attempts where state in ('sent', 'unknown') and checked_at <= $1 order by checked_at limit $2`,
);

const putOff = statement<[id: string, at: Date], never>(
  'payments.put-off-attempt',
  `update payment_attempts set checked_at = $2 where id = $1 and state in ('sent', 'unknown') and checked_at < $2`,
);

export interface Outcome {
  readonly state: AttemptState;
  readonly charge?: Charge;
  readonly ref?: string;
  readonly code?: string;
}

/** Calls to the provider, each written before it is made. */
@Injectable()
export class AttemptsRepository {
  constructor(private readonly db: Db) {}

  /** Writes the intent to authorise, if the payment may be paid by this buyer now and nobody else is at it. */
  begin(...values: Begin): Promise<Begun | undefined> {
    return this.db.queryOne(begin, values);
  }

  find(id: string): Promise<AttemptRow | undefined> {
    return this.db.queryOne(find, [id]);
  }

  findOfRequest(paymentId: string, requestKey: string): Promise<AttemptRow | undefined> {
    return this.db.queryOne(ofRequest, [paymentId, requestKey]);
  }

  latest(paymentId: string): Promise<AttemptRow | undefined> {
    return this.db.queryOne(latest, [paymentId]);
  }

  /** The attempt with its payment, both locked. */
  lock(tx: Tx, id: string): Promise<(PaymentRow & LockedAttempt) | undefined> {
    return queryOne(tx, lock, [id]);
  }

  /** Settles an authorisation, counts it on its payment, and claims its capture when there is an id for the claim. */
  recordAuthorised(tx: Tx, id: string, charge: Charge, at: Date, claimId?: string): Promise<CaptureClaim | undefined> {
    const { ref, version, card } = charge;
    return queryOne(tx, authorised, [id, ref, version, card ? JSON.stringify(card) : null, at, claimId ?? null]);
  }

  /** What is under way, or has led to a capture, while the payment is locked. */
  async liveOf(tx: Tx, paymentId: string): Promise<readonly AttemptRow['purpose'][]> {
    return (await query(tx, live, [paymentId])).map((row) => row.purpose);
  }

  async settle(tx: Tx, id: string, { state, charge, ref, code }: Outcome, at: Date): Promise<void> {
    const card = charge?.card ? JSON.stringify(charge.card) : null;
    await query(tx, settle, [id, state, charge?.ref ?? ref ?? null, card, charge?.actionUrl ?? null, code ?? null, at]);
  }

  /** Whether it was not known to be unknown before. */
  async markUnknown(tx: Tx, id: string, why: string, at: Date): Promise<boolean> {
    return (await queryOne(tx, unknown, [id, why, at]))?.wasSent === true;
  }

  async claimCapture(tx: Tx, ...values: Claim): Promise<CaptureClaim> {
    return (await queryOne(tx, claim, values)) as CaptureClaim;
  }

  openCapture(paymentId: string): Promise<CaptureClaim | undefined> {
    return this.db.queryOne(openClaim, [paymentId]);
  }

  authorisationOf(paymentId: string, chargeRef: string): Promise<AttemptRow | undefined> {
    return this.db.queryOne(ofCharge, [paymentId, chargeRef]);
  }

  chargesToGiveBack(paymentId: string): Promise<AttemptRow[]> {
    return this.db.query(toGiveBack, [paymentId]);
  }

  /** Whether an authorisation stands or may still come to stand. */
  async hasCharges(tx: Tx, paymentId: string): Promise<boolean> {
    return (await queryOne(tx, charges, [paymentId]))?.some === true;
  }

  /** Writes the intent to void the charge of an authorisation; the first one stands. */
  async beginVoid(...values: Secondary): Promise<string> {
    return (await this.db.queryOne(voiding, values))?.id ?? values[0];
  }

  /** Writes the intent to refund; the first one stands. `undefined`: it is not to be sent, and was not. */
  beginRefund(...values: Secondary): Promise<BegunRefund | undefined> {
    return this.db.queryOne(refunding, values);
  }

  /** Writes that a refund is asked for once more; false when it is not to be sent any more. */
  async askAgain(id: string, at: Date): Promise<boolean> {
    return (await this.db.queryOne(askAgain, [id, at])) !== undefined;
  }

  async putOff(id: string, at: Date): Promise<void> {
    await this.db.query(putOff, [id, at]);
  }

  async overdue(before: Date, limit: number): Promise<string[]> {
    return (await this.db.query(overdue, [before, limit])).map((row) => row.id);
  }
}
