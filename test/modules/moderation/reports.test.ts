import { randomUUID } from 'node:crypto';
import { toWire } from '../../../src/kernel/index.js';
import { bearer, type TestApp } from '../../support/index.js';
import { caseWire, Decided, listing, post, screen, startModeration, type CaseBody } from './moderation-app.js';

describe('the report of a listing', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startModeration();
  });

  afterAll(() => app.stop());

  const published = async () => {
    const input = listing();
    await screen(app, input);
    return { subjectId: input.subjectId, path: `/v1/listings/${toWire('lst', input.subjectId)}/reports` };
  };

  const casesOf = (subjectId: string): Promise<{ id: string; report_count: number; priority: number }[]> =>
    app.sql('select id, report_count, priority from moderation_cases where subject_id = $1 order by id', [subjectId]);

  it('opens a case', async () => {
    const { path, subjectId } = await published();

    const { status } = await post(app, 'buyer', path, { reason: 'counterfeit', explanation: 'The logo is wrong.' });

    expect(status).toBe(201);
    expect(await casesOf(subjectId)).toMatchObject([{ report_count: 1, priority: 50 }]);
  });

  it('joins the open case of the same reason and makes it more urgent', async () => {
    const { path, subjectId } = await published();
    await post(app, 'buyer', path, { reason: 'counterfeit' });

    await post(app, 'secondBuyer', path, { reason: 'counterfeit' });

    const [opened] = await casesOf(subjectId);
    expect(await casesOf(subjectId)).toMatchObject([{ report_count: 2, priority: 55 }]);
    const detail = await app.http
      .get(`/v1/moderation/cases/${toWire('cas', opened?.id ?? '')}`)
      .set(bearer('moderator'));
    expect((detail.body as CaseBody).reports).toMatchObject([{ reason: 'counterfeit' }, { reason: 'counterfeit' }]);
  });

  it('is made once by each person', async () => {
    const { path, subjectId } = await published();
    await post(app, 'buyer', path, { reason: 'counterfeit' });

    const { status, body } = await post(app, 'buyer', path, { reason: 'scam' });

    expect([status, body.code]).toEqual([409, 'already_reported']);
    expect(await casesOf(subjectId)).toMatchObject([{ report_count: 1 }]);
  });

  it('ends in a decision that names the notice as its source', async () => {
    const { path, subjectId } = await published();
    await post(app, 'buyer', path, { reason: 'misleading' });
    const [opened] = await casesOf(subjectId);

    await post(app, 'moderator', `/v1/moderation/cases/${toWire('cas', opened?.id ?? '')}/decision`, {
      decision: 'require_changes',
      ground: 'incompatible',
      explanation: 'The photo shows another item.',
    });
    await app.drain();

    const [statement] = await app.sql(
      `select source, decision_visibility, automated_detection, facts from moderation_statements where subject_id = $1`,
      [subjectId],
    );
    expect(statement).toEqual({
      source: 'notice',
      decision_visibility: 'disabled',
      automated_detection: false,
      facts: ['misleading'],
    });
    expect(app.get(Decided).of(subjectId)).toMatchObject([{ decision: 'require_changes' }]);
  });

  it('does not tell that a listing exists that was never offered', async () => {
    const refused = { title: 'Replica watch' };
    const held = listing(refused);
    const screening = await screen(app, held);
    const path = `/v1/listings/${toWire('lst', held.subjectId)}/reports`;
    const unknown = `/v1/listings/${toWire('lst', randomUUID())}/reports`;

    const ofHeld = await post(app, 'buyer', path, { reason: 'scam' });
    const ofUnknown = await post(app, 'buyer', unknown, { reason: 'scam' });
    const reports = await app.sql('select from moderation_reports where subject_id = $1', [held.subjectId]);
    const decision = await post(app, 'moderator', `/v1/moderation/cases/${caseWire(screening)}/decision`, {
      decision: 'approve',
    });
    const ofApproved = await post(app, 'buyer', path, { reason: 'scam' });

    expect([ofHeld.status, ofHeld.body.code]).toEqual([ofUnknown.status, ofUnknown.body.code]);
    expect(ofHeld.status).toBe(404);
    expect(reports).toEqual([]);
    expect(decision.status).toBe(200);
    expect(ofApproved.status).toBe(201);
  });

  it('needs a signed-in person and a listing that was offered', async () => {
    const { path, subjectId } = await published();

    const anonymous = await app.http.post(path).send({ reason: 'scam' });
    const unknown = await post(app, 'buyer', `/v1/listings/${toWire('lst', randomUUID())}/reports`, { reason: 'scam' });

    expect([anonymous.status, unknown.status]).toEqual([401, 404]);
    expect(await casesOf(subjectId)).toEqual([]);
  });
});
