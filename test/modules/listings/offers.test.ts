import { fromWire, money, type Id } from '../../../src/kernel/index.js';
import { Listings, type Offer } from '../../../src/modules/listings/index.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { staff } from '../../support/world.identity.js';
import { activeListing, draftListing, listingOf } from '../../support/world.listings.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';

const usd = (amount: number) => ({ amount, currency: 'USD' });

describe('offers', () => {
  let app: TestApp;
  let otter: ActiveSeller;

  beforeAll(async () => {
    app = await startApp();
    otter = await activeSeller(app);
  });
  afterAll(() => app.stop());

  const idOf = (wire: string | undefined): Id<'var'> => fromWire('var', wire ?? '') as Id<'var'>;
  const offerOf = async (variantId: string | undefined): Promise<Offer | undefined> => {
    const id = idOf(variantId);
    const found = await app.get(UnitOfWork).run((tx) => app.get(Listings).offersOf(tx, [id]));
    return found.get(id);
  };

  it('tell everything that a cart must know', async () => {
    const variants = [
      {
        sku: 'offer-1',
        options: { Size: 'S' },
        price: usd(1_000),
        shippingFee: usd(50),
        minimumOrderQuantity: 2,
        tiers: [{ minQuantity: 10, unitPrice: usd(900) }],
      },
    ];
    const { variantId } = await activeListing(app, otter, { fields: { variants, title: 'Offered as such' } });

    expect(await offerOf(variantId)).toMatchObject({
      variantId: idOf(variantId),
      sellerId: fromWire('sel', otter.sellerId),
      title: 'Offered as such',
      sku: 'offer-1',
      options: { Size: 'S' },
      condition: 'new',
      currency: 'USD',
      unitPrice: money(1_000, 'USD'),
      tiers: [{ minQuantity: 10, unitPrice: money(900, 'USD') }],
      minimumQuantity: 2,
      shippingFee: money(50, 'USD'),
      state: 'active',
      isPurchasable: true,
    });
  });

  it('answer for any number of variants with one statement, and leave unknown ones out', async () => {
    const listings = [await activeListing(app, otter), await activeListing(app, otter)];
    const ids = [...listings.map(({ variantId }) => idOf(variantId)), '01900000-0000-7000-8000-00000000dead'];

    const sent = await app.countStatements(async () => {
      const found = await app.get(UnitOfWork).run((tx) => app.get(Listings).offersOf(tx, ids));
      expect([...found.keys()].sort()).toEqual(ids.slice(0, 2).sort());
    });

    expect(sent).toEqual(['listings.offers']);
  });

  it('are for sale only while the listing is live', async () => {
    const draft = await draftListing(app, otter);
    const { listingId, variantId } = await activeListing(app, otter);
    const step = (action: string) => app.http.post(`/v1/listings/${listingId}/${action}`).set(bearer(otter.token));

    const seen = [(await offerOf(draft.variants[0]?.id))?.isPurchasable];
    for (const action of ['pause', 'resumption', 'archival']) {
      await step(action);
      seen.push((await offerOf(variantId))?.isPurchasable);
    }

    expect(seen).toEqual([false, false, true, false]);
  });

  it('end for a variant that an edit leaves out', async () => {
    const variants = [
      { sku: 'stays', options: { Size: 'S' }, price: usd(1_000) },
      { sku: 'leaves', options: { Size: 'M' }, price: usd(1_000) },
    ];
    const { listingId, variantIds } = await activeListing(app, otter, { fields: { variants } });
    const { version } = await listingOf(app, otter, listingId);

    await app.http
      .patch(`/v1/listings/${listingId}`)
      .set(bearer(otter.token))
      .set('If-Match', `"v${version}"`)
      .send({ variants: variants.slice(0, 1) });
    await app.drain();

    const [stays, leaves] = [await offerOf(variantIds[0]), await offerOf(variantIds[1])];
    expect([stays?.isPurchasable, leaves?.isPurchasable]).toEqual([true, false]);
  });

  it('end while the seller is suspended', async () => {
    const heron = await activeSeller(app);
    const { variantId } = await activeListing(app, heron);
    const moderator = await staff(app, 'moderator');

    await app.http
      .post(`/v1/sellers/${heron.sellerId}/suspension`)
      .set(bearer(moderator.token))
      .send({ reason: 'Sold what was never sent' });

    expect(await offerOf(variantId)).toMatchObject({ state: 'active', isPurchasable: false });
  });
});
