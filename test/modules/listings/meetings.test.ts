import { bearer, startApp, type TestApp } from '../../support/index.js';
import { activeListing, listingOf } from '../../support/world.listings.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';
import { onStage } from '../../prove/locks/stage.js';

describe('a listing that ends while it is edited', () => {
  let app: TestApp;
  const stage = onStage();
  let otter: ActiveSeller;

  beforeAll(async () => {
    app = await startApp();
    otter = await activeSeller(app);
  });
  afterAll(() => app.stop());

  it('ends with the edit', async () => {
    const { listingId } = await activeListing(app, otter);
    const { version } = await listingOf(app, otter, listingId);
    const path = `/v1/listings/${listingId}`;
    const edited = async (): Promise<number> => {
      const request = app.http.patch(path).set(bearer(otter.token)).set('If-Match', `"v${version}"`);
      return (await request.send({ title: 'Handbag, 1:1 replica, mirror quality' })).status;
    };
    const archived = async (): Promise<number> =>
      (await app.http.post(`${path}/archival`).set(bearer(otter.token))).status;

    const { met, outcomes } = await stage.meet(app, { statement: 'listings.lock', stop: 'after' }, edited, archived);
    await app.drain();

    expect([met, ...outcomes]).toEqual([true, 200, 200]);
    expect(await listingOf(app, otter, listingId)).toMatchObject({
      state: 'archived',
      revision: { number: 1, state: 'cancelled' },
    });
  });
});
