import { bearer, type TestApp } from './app.js';
import { company, creditLine, member, USD, type Company } from './world.companies.js';
import type { Person } from './world.identity.js';
import { ADDRESS, openCart, post, type Line, type MoneyBody } from './world.orders.js';

export interface OrderRequestBody {
  readonly id: string;
  readonly state: string;
  readonly version: number;
  readonly totals: readonly MoneyBody[];
  readonly orderId: string | null;
  readonly refusal: string | null;
  readonly decidedBy: string | null;
  readonly expiresAt: string;
  readonly allowedActions: readonly { readonly action: string; readonly allowed: boolean; readonly reason?: string }[];
}

/** A company with 1,000.00 USD of credit, a clerk who may spend 10.00 alone, and an approver. */
export interface ApprovingCompany extends Company {
  readonly clerk: Person;
  readonly approver: Person;
}

export async function approvingCompany(app: TestApp, finance: Person, fields: object = {}): Promise<ApprovingCompany> {
  const buying = await company(app);
  await creditLine(app, finance, buying, fields);
  const [clerk, approver] = [await member(app, buying), await member(app, buying, 'approver')];
  await putMember(app, buying, clerk, { spendingLimits: [USD(1_000)] });
  return { ...buying, clerk, approver };
}

export const putMember = (app: TestApp, { companyId, admin }: Company, { userId }: Person, body: object) =>
  app.http
    .put(`/v1/companies/${companyId}/members/${userId}`)
    .set(bearer(admin.token))
    .send({ role: 'buyer', ...body });

/** Tries to ask for an order. */
export async function askForOrder(
  app: TestApp,
  person: Person,
  { companyId }: Company,
  line: Line,
  fields: object = {},
) {
  const { id: cartId } = await openCart(app, person, line);
  const body = { companyId, cartId, shippingAddress: ADDRESS, paymentMethod: 'on_account', ...fields };
  const answer = await post(app, person.token, '/v1/order-requests', body);
  return { ...answer, status: answer.status, cartId, body: answer.body as OrderRequestBody & { code?: string } };
}

export const approveRequest = (app: TestApp, { token }: Person, id: string, key?: string) =>
  post(app, token, `/v1/order-requests/${id}/approval`, {}, key);
export const refuseRequest = (app: TestApp, { token }: Person, id: string, reason = 'Not this year.') =>
  post(app, token, `/v1/order-requests/${id}/refusal`, { reason });
export const withdrawRequest = (app: TestApp, { token }: Person, id: string) =>
  post(app, token, `/v1/order-requests/${id}/withdrawal`);
