import { ApplyProviderEvent } from '../../../src/modules/payments/apply-provider-event.js';
import { startApp, type TestApp } from '../../support/index.js';
import { openShop, paidSale } from '../../support/world.refunds.js';

describe('a message of a provider', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());

  it('is settled without one of another provider that has the same name', async () => {
    await paidSale(app, await openShop(app));
    await app.provider.settle();
    await app.drain();
    const [row] = await app.sql<{ provider: string; id: string }>(
      `update provider_inbox set state = 'received' where event_id = (select min(event_id) from provider_inbox)
       returning provider, event_id as id`,
    );
    await app.sql(
      `insert into provider_inbox (provider, event_id, type, reference, object_version, raw, state, received_at)
       select 'other', event_id, type, reference, object_version, raw, 'received', received_at
         from provider_inbox where event_id = $1`,
      [row?.id],
    );

    await app.get(ApplyProviderEvent).run(row?.provider ?? '', row?.id ?? '');

    const states = await app.sql('select provider, state from provider_inbox where event_id = $1 order by state', [
      row?.id,
    ]);
    expect(states).toEqual([
      { provider: row?.provider, state: 'applied' },
      { provider: 'other', state: 'received' },
    ]);
  });
});
