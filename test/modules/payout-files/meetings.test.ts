import { bearer } from '../../support/index.js';
import { onStage } from '../../prove/locks/stage.js';
import { FilesApp, OURS } from './files-app.js';

describe('the account that files draw on', () => {
  let files: FilesApp;
  const stage = onStage();

  beforeAll(async () => {
    files = await FilesApp.start();
  });
  afterAll(() => files.app.stop());

  /** The accounts of the files that there are. */
  async function drawnOn(): Promise<string[]> {
    const answer = await files.app.http.get('/v1/finance/payout-batches').set(bearer(files.finance.token)).expect(200);
    return (answer.body as { data: { debtorAccount: string }[] }).data.map(({ debtorAccount }) => debtorAccount);
  }

  async function replaced(): Promise<string[]> {
    const { token } = files.finance;
    const other = { ...OURS, account: 'DE89370400440532013000', isActive: true };
    await files.app.http.put('/v1/finance/payout-file-accounts/USD').set(bearer(token)).send(other).expect(200);
    return drawnOn();
  }

  it('is drawn on by no file that comes after it was replaced', async () => {
    await files.waiting(1);

    const { met, outcomes } = await stage.meet(
      files.app,
      { statement: 'payout-files.account', stop: 'after' },
      async () => {
        await files.collect().expect(201);
        return drawnOn();
      },
      replaced,
    );

    expect(met).toBe(true);
    expect(outcomes).toEqual([[OURS.account], [OURS.account]]);
  });
});
