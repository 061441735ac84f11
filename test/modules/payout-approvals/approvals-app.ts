import { randomUUID } from 'node:crypto';
import { fromWire } from '../../../src/kernel/index.js';
import { bearer, type TestApp } from '../../support/index.js';
import type { Person } from '../../support/world.identity.js';
import type { ActiveSeller, SellerFields } from '../../support/world.sellers.js';
import { balance, funded, idOf, journalKinds, payouts, type PayoutBody } from '../settlement/settlement-app.js';

/** How often each race is run; more with SOUK_RACE_ROUNDS. */
export const ROUNDS = Number(process.env.SOUK_RACE_ROUNDS ?? 5);

export interface ApprovalBody {
  readonly payoutId: string;
  readonly state: string;
  readonly payloadHash: string;
  readonly isCurrent: boolean;
  readonly reasons: string[];
  readonly approvals: { approvedBy: string; isValid: boolean }[];
  readonly allowedActions: { action: string; allowed: boolean; reason?: string }[];
}

/** 90.00 available, to be paid to an account that no payout has reached. */
export async function newcomer(app: TestApp, fields: SellerFields = {}, earnings = 1): Promise<ActiveSeller> {
  const seller = await funded(app, fields, earnings);
  await app.sql('update seller_payout_accounts set trusted_at = null where seller_id = $1', [idOf(seller)]);
  return seller;
}

export const latest = async (app: TestApp, seller: ActiveSeller): Promise<PayoutBody> =>
  (await payouts(app, seller))[0] as PayoutBody;

export async function approvalOf(app: TestApp, person: Person, payoutId: string): Promise<ApprovalBody> {
  const path = `/v1/finance/payouts/${payoutId}/approval`;
  const answer = await app.http.get(path).set(bearer(person.token)).expect(200);
  return answer.body as ApprovalBody;
}

/** POST by somebody, with a key of its own unless one is given. */
export const asked = (
  app: TestApp,
  person: { token: string },
  path: string,
  body: object = {},
  key: string = randomUUID(),
) => app.http.post(`/v1/finance/${path}`).set(bearer(person.token)).set('Idempotency-Key', key).send(body);

export const approve = (
  app: TestApp,
  person: Person,
  payoutId: string,
  payloadHash: string,
  key: string = randomUUID(),
) => asked(app, person, `payouts/${payoutId}/approvals`, { payloadHash }, key);

/** Everything of a seller that a refusal must leave as it was. */
export const stateOf = async (app: TestApp, seller: ActiveSeller): Promise<unknown> => [
  await payouts(app, seller),
  await balance(app, seller),
  await journalKinds(app, seller),
  await app.sql(
    `select approved_by, binding_hash from payout_approvals where payout_id in
       (select id from payouts where seller_id = $1) order by 1`,
    [idOf(seller)],
  ),
];

export const uuidOf = (payout: PayoutBody): string => fromWire('pyo', payout.id) as string;
