import fc from 'fast-check';
import { bearer, startApp, type TestApp } from '../support/index.js';
import { Requests } from '../support/fuzz/arbitraries.js';
import { Contract, type Operation } from '../support/fuzz/contract.js';
import { buyer, type Person } from '../support/world.identity.js';
import { activeListing } from '../support/world.listings.js';
import { get, openCart, paidOrder, type OrderBody } from '../support/world.orders.js';
import { activeSeller } from '../support/world.sellers.js';

const SAMPLES = 5;
const ID = /\b([a-z]{3})_[0-7][0-9a-hjkmnp-tv-z]{25}\b/g;
const PREFIX = /^\^([a-z]{3})_/;
/** Anybody may report a listing and ask to be heard about it. */
const FOR_STRANGERS = new Set(['reports_report']);

const contract = await Contract.read();

const isPersonal = ({ id, path, access }: Operation): boolean =>
  path.includes('{') &&
  !FOR_STRANGERS.has(id) &&
  !access.roles.includes('anyone') &&
  access.roles.some((role) => role === 'buyer' || role === 'seller');

describe('strangers', () => {
  let app: TestApp;
  let owner: Person;
  let order: OrderBody;
  let tokens: string[];
  /** The identifiers of one buyer's and one seller's things, by prefix. */
  const theirs = new Map<string, string[]>();

  beforeAll(async () => {
    app = await startApp();
    const seller = await activeSeller(app);
    const listing = await activeListing(app, seller, { stock: 5 });
    owner = await buyer(app);
    const variantId = listing.variantIds[0] ?? '';
    order = await paidOrder(app, owner, { variantId });
    const cart = await openCart(app, owner, { variantId });
    const keys = await app.http.get(`/v1/sellers/${seller.sellerId}/api-keys`).set(bearer(seller.token));
    const parts = [seller.sellerId, seller.userId, listing, order, cart, keys.body];
    for (const [id, prefix = ''] of JSON.stringify(parts).matchAll(ID))
      theirs.set(prefix, [...(theirs.get(prefix) ?? []), id]);
    tokens = [(await buyer(app)).token, (await activeSeller(app)).token];
  });

  afterAll(() => app.stop());

  function pathOf(operation: Operation): string {
    const places = operation.parameters.filter((parameter) => parameter.in === 'path');
    return places.reduce((path, { name, schema }) => {
      const prefix = PREFIX.exec(schema.pattern ?? '')?.[1] ?? '';
      const id = theirs.get(prefix)?.[0] ?? `${prefix}_01h455vb4pex5vsknk084sn02q`;
      return path.replace(`{${name}}`, id);
    }, operation.path);
  }

  async function answers(operation: Operation): Promise<number[]> {
    const drafts = fc.sample(new Requests(contract, theirs).of(operation), { numRuns: SAMPLES, seed: 11 });
    const statuses: number[] = [];
    for (const { headers, body } of drafts) {
      for (const token of tokens) {
        const request = app.http[operation.method](pathOf(operation)).set({ ...headers, ...bearer(token) });
        const { status } = await (body === undefined ? request : request.type('json').send(JSON.stringify(body)));
        statuses.push(status);
      }
    }
    return [...new Set(statuses)];
  }

  it.each(
    contract
      .operations()
      .filter(isPersonal)
      .map((operation) => [operation.id, operation] as const),
  )('cannot tell by %s whether somebody else’s thing exists', async (_id, operation) => {
    const statuses = await answers(operation);

    const withoutInput =
      operation.body === undefined && operation.parameters.every(({ in: place }) => place === 'path');
    const fine = withoutInput ? [403, 404] : [400, 403, 404, 422, 428];
    expect(statuses.filter((status) => !fine.includes(status))).toEqual([]);
  });

  it('have changed nothing', async () => {
    const now = await get<OrderBody>(app, owner.token, `/v1/orders/${order.id}`);

    expect(now).toEqual(order);
  });
});
