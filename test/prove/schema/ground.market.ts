import { bearer, type TestApp } from '../../support/index.js';
import { buyer, freshEmail, staff } from '../../support/world.identity.js';
import { activeListing, brandNamed, listingOf, stoppedListing } from '../../support/world.listings.js';
import { carrierSays, pay, placedOrder, post, shippedOrder } from '../../support/world.orders.js';
import { openShop, type Shop } from '../../support/world.refunds.js';
import { did } from './ground.partners.js';

/** What there is besides money: who sells, what is offered and looked at, parcels, ratings, and a payment that is doubted. */
export async function market(app: TestApp): Promise<void> {
  const shop = await openShop(app);
  await sellers(app, shop);
  await looked(app, shop);
  await rated(app, shop);
  const { variantId } = await activeListing(app, shop.seller, { price: 1_000_000, stock: 5 });
  const doubted = await placedOrder(app, shop.ada, { variantId });
  await pay(app, shop.ada, doubted);
  await app.drain();
}

async function sellers(app: TestApp, { seller }: Shop): Promise<void> {
  const ida = await buyer(app);
  const applied = {
    kind: 'business',
    displayName: 'Otter Audio',
    country: 'DE',
    currency: 'EUR',
    about: 'Amplifiers.',
  };
  const answer = await post(app, ida.token, '/v1/sellers', applied);
  const { sellerId } = answer.body as { sellerId: string };
  await did(app, ida.token, `/v1/sellers/${sellerId}/verification`, { legalName: 'Otter GmbH', taxId: 'DE123456789' });
  await did(app, seller.token, `/v1/sellers/${seller.sellerId}/invitations`, { email: freshEmail(), role: 'staff' });
  await app.http
    .put(`/v1/sellers/${seller.sellerId}/registered-address`)
    .set(bearer(seller.token))
    .set('If-Match', '"v0"')
    .send({ street: 'Torstraße 12', postalCode: '10119', city: 'Berlin', country: 'DE' })
    .expect(200);
  const moderator = await staff(app, 'moderator');
  const grant = { sellerId: seller.sellerId, evidence: 'Contract 12' };
  await did(app, moderator.token, `/v1/brands/${brandNamed('Omega')}/authorisations`, grant);
}

/** An edit that a moderator looks at, a listing that is removed, and one that somebody reports. */
async function looked(app: TestApp, { seller, ada }: Shop): Promise<void> {
  const moderator = await staff(app, 'moderator');
  const { listingId } = await activeListing(app, seller);
  const { version } = await listingOf(app, seller, listingId);
  await app.http
    .patch(`/v1/listings/${listingId}`)
    .set(bearer(seller.token))
    .set('If-Match', `"v${version}"`)
    .send({ title: 'Handbag, 1:1 replica, mirror quality' })
    .expect(200);
  await did(app, ada.token, `/v1/listings/${listingId}/reports`, { reason: 'counterfeit' });
  const { id } = await stoppedListing(app, seller);
  const open = await app.http.get('/v1/moderation/cases?state=open&limit=100').set(bearer(moderator.token));
  const found = (open.body as { data: { id: string; subjectId: string }[] }).data.find((each) => each.subjectId === id);
  const removal = { decision: 'remove', ground: 'incompatible', explanation: 'It promises a copy of a brand.' };
  await did(app, moderator.token, `/v1/moderation/cases/${found?.id}/decision`, removal);
  await app.drain();
}

async function rated(app: TestApp, { seller, ada, variantId }: Shop): Promise<void> {
  const parcel = await shippedOrder(app, ada, seller, { variantId });
  await carrierSays(app, parcel, 'delivered');
  await app.drain();
  const stars = { overall: 4, itemAsDescribed: 5, communication: 3, shippingSpeed: 4 };
  const review = await did(app, ada.token, `/v1/seller-orders/${parcel.sellerOrderId}/review`, stars);
  await did(app, seller.token, `/v1/reviews/${review.id}/reply`, { text: 'Thank you.' });
}
