import { ApplyProviderEvent } from '../../../src/modules/payments/apply-provider-event.js';
import { startApp, type TestApp } from '../../support/index.js';
import { onStage } from '../../prove/locks/stage.js';
import { openShop, paidSale } from '../../support/world.refunds.js';

describe('a message of a provider', () => {
  let app: TestApp;
  const stage = onStage();

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());

  it('has been settled when it was settled first', async () => {
    await paidSale(app, await openShop(app));
    await app.provider.settle();
    await app.drain();
    const [row] = await app.sql<{ provider: string; id: string }>(
      `update provider_inbox set state = 'received', settled_at = null
        where event_id = (select max(event_id) from provider_inbox) returning provider, event_id as id`,
    );
    const apply = () => app.get(ApplyProviderEvent).run(row?.provider ?? '', row?.id ?? '');
    const settledAt = () => app.sql('select settled_at from provider_inbox where event_id = $1', [row?.id]);

    const late = stage.stand({ statement: 'payments.inbox-settle', stop: 'before' });
    const second = apply();
    await late.isThere;
    await app.advance('PT1M');
    await apply();
    const first = await settledAt();
    late.go();
    await second;

    expect(await settledAt()).toEqual(first);
  });

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
