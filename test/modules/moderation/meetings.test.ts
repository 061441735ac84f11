import type { TestApp } from '../../support/index.js';
import { onStage } from '../../prove/locks/stage.js';
import { caseWire, listing, post, screen, startModeration } from './moderation-app.js';

describe('a case that two come to', () => {
  let app: TestApp;
  const stage = onStage();

  beforeAll(async () => {
    app = await startModeration();
  });
  afterAll(() => app.stop());

  const meet = <T>(statement: string, first: () => Promise<T>, second: () => Promise<T>) =>
    stage.meet(app, { statement, stop: 'after' }, first, second);
  const claim = (as: string, path: string) => post(app, as, `/v1/moderation/cases/${path}`);
  const held = async () => {
    const input = listing({ title: 'Replica watch' });
    return { input, id: caseWire(await screen(app, input)) };
  };
  const stateOf = async (subjectId: string): Promise<string[]> => {
    const rows = await app.sql<{ state: string }>(
      'select state from moderation_cases where subject_id = $1 order by id',
      [subjectId],
    );
    return rows.map(({ state }) => state);
  };

  it('is given to one of them, and the next one to the other', async () => {
    const ids = [(await held()).id, (await held()).id];

    const { met, outcomes } = await meet(
      'moderation.next-case',
      () => claim('moderator', 'claim'),
      () => claim('colleague', 'claim'),
    );

    expect([met, ...outcomes.map(({ status }) => status)]).toEqual([true, 200, 200]);
    expect(outcomes.map(({ body }) => body.id).sort()).toEqual(ids.sort());
  });

  it('is not decided by one while the other claims it', async () => {
    const { id, input } = await held();

    const { met, outcomes } = await meet(
      'moderation.lock-case',
      () => claim('moderator', `${id}/claim`),
      () => post(app, 'colleague', `/v1/moderation/cases/${id}/decision`, { decision: 'approve' }),
    );

    expect([met, ...outcomes.map(({ status }) => status)]).toEqual([true, 200, 409]);
    expect(await stateOf(input.subjectId)).toEqual(['assigned']);
  });

  it('is not decided while its listing is screened again', async () => {
    const { id, input } = await held();

    const { met, outcomes } = await meet<unknown>(
      'lifecycle.moderation_cases',
      () => screen(app, { ...input, title: 'Replica clock' }),
      () => post(app, 'moderator', `/v1/moderation/cases/${id}/decision`, { decision: 'approve' }),
    );

    expect(met).toBe(true);
    expect(outcomes[1]).toMatchObject({ status: 409 });
    expect(await stateOf(input.subjectId)).toEqual(['closed', 'open']);
  });
});
