import type { TestApp } from '../support/index.js';
import type { Person } from '../support/world.identity.js';
import { post } from '../support/world.orders.js';

/** The rows of what finance sends to buyers; how to read them stands at the table. */
export const CREDIT_ACCESS: Readonly<Record<string, string>> = {
  creditTransfers_propose: '- xx xxx xx++',
  creditTransfers_proposeForCompany: '- xx xxx xx++',
  creditTransfers_list: '- xx xxx xx++',
  creditTransfers_approve: '- xx xxx xx++',
  creditTransfers_refuse: '- xx xxx xx++',
};

const TRANSFER = {
  amount: { amount: 1, currency: 'USD' },
  holder: 'Ida Holm',
  accountNumber: 'DE89370400440532013000',
  reason: 'Her card is closed.',
};

/** Requests that would take effect if whoever sends them had the right to it. */
export const CREDIT_BODIES: Readonly<Record<string, object>> = {
  creditTransfers_propose: TRANSFER,
  creditTransfers_proposeForCompany: TRANSFER,
};

/** Store credit of the buyer that somebody has proposed to send to a bank. */
export async function creditThings(
  app: TestApp,
  proposer: Person,
  to: Person,
): Promise<Readonly<Record<string, string>>> {
  const given = { buyerId: to.userId, amount: { amount: 5, currency: 'USD' }, reason: 'Too late.' };
  await post(app, proposer.token, '/v1/goodwill', given);
  const proposed = await post(app, proposer.token, `/v1/finance/buyers/${to.userId}/credit-transfers`, TRANSFER);
  if (proposed.status !== 201) throw new Error(proposed.text);
  return { transferId: (proposed.body as { id: string }).id };
}
