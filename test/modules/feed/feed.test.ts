import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { fromWire } from '../../../src/kernel/index.js';
import { FEED_TYPES } from '../../../src/modules/feed/feed.domain.js';
import { definedEvents } from '../../../src/platform/messaging/event.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { buyer, type Person } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import { deliveredOrder } from '../../support/world.orders.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';

interface Feed {
  readonly data: readonly { id: string; type: string; subjectId: string; occurredAt: string }[];
  readonly hasMore: boolean;
  readonly next: string | null;
}

const LISTED = ['listing.state-changed', 'listing.submitted', 'listing.state-changed'];
const TOLD = [
  'seller.payout-account-changed',
  ...LISTED,
  'seller-order.awaiting-acceptance',
  'seller-order.accepted',
  'seller-order.shipped',
  'seller-order.delivered',
];

describe('the events of a seller', () => {
  let app: TestApp;
  let ada: Person;
  let otter: ActiveSeller;
  let heron: ActiveSeller;
  let sellerOrderId: string;

  beforeAll(async () => {
    app = await startApp();
    ada = await buyer(app);
    otter = await activeSeller(app);
    heron = await activeSeller(app);
    const { variantId } = await activeListing(app, otter, { stock: 5 });
    ({ sellerOrderId } = await deliveredOrder(app, ada, otter, { variantId }));
  });

  afterAll(() => app.stop());

  const ask = (token: string, query = '') => app.http.get(`/v1/events?${query}`).set(bearer(token));
  const feed = async (query = '', token = otter.apiKey): Promise<Feed> => {
    const answer = await ask(token, query);
    if (answer.status !== 200) throw new Error(answer.text);
    return answer.body as Feed;
  };
  const typesOf = ({ data }: Feed): string[] => data.map(({ type }) => type);

  it('tell its sale in order, thin: nothing of the payment or of the buyer', async () => {
    const told = await feed();

    expect(typesOf(told)).toEqual(TOLD);
    expect(told.hasMore).toBe(false);
    expect(told.data.at(-1)).toEqual({
      id: expect.stringMatching(/^evt_/) as string,
      type: 'seller-order.delivered',
      version: 1,
      subjectId: sellerOrderId,
      occurredAt: expect.stringMatching(/Z$/) as string,
    });
    expect(await feed('', otter.token)).toEqual(told);
  });

  it('come page by page, and go on where they ended', async () => {
    const pages = [await feed('limit=3')];
    while (pages.at(-1)?.hasMore) pages.push(await feed(`limit=3&after=${pages.at(-1)?.next}`));
    const end = pages.at(-1)?.next;
    const nothing = await feed(`limit=3&after=${end}`);
    await activeListing(app, otter, {});
    const more = await feed(`limit=3&after=${end}`);

    expect(pages.flatMap(typesOf)).toEqual(TOLD);
    expect(pages.map(({ data }) => data.length)).toEqual([3, 3, 2]);
    expect(nothing).toEqual({ data: [], hasMore: false, next: end });
    expect(typesOf(more)).toEqual(LISTED);
  });

  it('can be asked for by type, with a cursor of their own', async () => {
    const shipped = await feed('type=seller-order.shipped');
    const otherCursor = await ask(otter.apiKey, `type=listing.submitted&after=${shipped.next}`);
    const unknown = await ask(otter.apiKey, 'type=payment.captured');

    expect(shipped.data).toMatchObject([{ type: 'seller-order.shipped', subjectId: sellerOrderId }]);
    expect([otherCursor.status, (otherCursor.body as { code: string }).code]).toEqual([400, 'cursor_invalid']);
    expect([unknown.status, (unknown.body as { code: string }).code]).toEqual([422, 'validation_failed']);
  });

  it('are nobody else’s', async () => {
    const stranger = await feed('', heron.apiKey);
    const made = await app.http
      .post(`/v1/sellers/${otter.sellerId}/api-keys`)
      .set(bearer(otter.token))
      .send({ name: 'stock', scopes: ['inventory:read'] });
    const answers = [
      await ask(heron.apiKey, `sellerId=${otter.sellerId}`),
      await ask(heron.token, `sellerId=${otter.sellerId}`),
      await ask((made.body as { key: string }).key),
      await ask(ada.token),
      await app.http.get('/v1/events'),
    ];

    expect(stranger.data.map(({ subjectId }) => subjectId)).not.toContain(sellerOrderId);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 403, 403, 401]);
  });

  it('have to be named by who acts for several sellers', async () => {
    const both = await buyer(app);
    const owner = `insert into memberships (user_id, seller_id, role, since) values ($1, $2, 'owner', now())`;
    for (const { sellerId } of [otter, heron])
      await app.sql(owner, [fromWire('usr', both.userId), fromWire('sel', sellerId)]);

    const unclear = await ask(both.token);
    const named = await feed(`sellerId=${otter.sellerId}&type=seller-order.shipped`, both.token);

    expect([unclear.status, (unclear.body as { errors: object[] }).errors]).toEqual([
      422,
      [expect.objectContaining({ pointer: '/query/sellerId' })],
    ]);
    expect(named.data).toHaveLength(1);
  });

  it('wait for a transaction that holds an earlier place: nothing is skipped', async () => {
    const { next } = await feed('limit=100');
    const slow = new pg.Client({ connectionString: app.config.databaseUrl });
    await slow.connect();
    await slow.query('begin');
    await slow.query(
      `insert into outbox_events (id, name, version, subject_id, seller_id, payload, occurred_at)
       values ($1, 'review.published', 1, $2, $3, '{}', now())`,
      [randomUUID(), randomUUID(), fromWire('sel', otter.sellerId)],
    );
    await activeListing(app, otter, {});

    const meanwhile = await feed(`after=${next}`);
    await slow.query('commit');
    await slow.end();
    const then = await feed(`after=${next}`);

    expect(meanwhile).toEqual({ data: [], hasMore: false, next });
    expect(typesOf(then)).toEqual(['review.published', ...LISTED]);
  });

  it('are events that somebody publishes', () => {
    const published = definedEvents().map((key) => key.replace(/\.v\d+$/, ''));

    expect(FEED_TYPES.filter((type) => !published.includes(type))).toEqual([]);
  });
});
