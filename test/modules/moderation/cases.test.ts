import { toWire } from '../../../src/kernel/index.js';
import { bearer, type TestApp } from '../../support/index.js';
import { caseWire, Decided, listing, PEOPLE, post, screen, startModeration, type CaseBody } from './moderation-app.js';

const REMOVE = {
  decision: 'remove',
  ground: 'illegal',
  category: 'intellectual_property_infringement',
  clause: 'Trade Mark Regulation, article 9',
  explanation: 'The listing offers a copy of a branded watch.',
};

describe('the cases of moderators', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startModeration();
  });

  afterAll(() => app.stop());

  const held = async () => {
    const input = listing({ title: 'Replica watch' });
    const screening = await screen(app, input);
    return { subjectId: input.subjectId, path: `/v1/moderation/cases/${caseWire(screening)}` };
  };

  const read = async (path: string, as = 'moderator') => {
    const answer = await app.http.get(path).set(bearer(as));
    return { status: answer.status, body: answer.body as CaseBody & { data: CaseBody[] } };
  };

  it('show what was screened and why it was stopped', async () => {
    const { path } = await held();

    const { body } = await read(path);

    expect([body.state, body.screening?.title]).toEqual(['open', 'Replica watch']);
    expect(body.screening?.findings).toMatchObject([
      { code: 'explicit_words', explanation: 'explicitTerms=1 > 0' },
      { code: 'explicit_offer', explanation: 'explicitTerms=1 > negatedTerms=0' },
    ]);
  });

  it('are listed by state and kind', async () => {
    const { path } = await held();
    const id = path.split('/').at(-1);

    const open = await read('/v1/moderation/cases?state=open&kind=screening&limit=100');
    const reports = await read('/v1/moderation/cases?state=open&kind=report&limit=100');

    expect(open.body.data.map((found) => found.id)).toContain(id);
    expect(reports.body.data.map((found) => found.id)).not.toContain(id);
  });

  it('are for moderators alone', async () => {
    const { path } = await held();

    const answers = [await read('/v1/moderation/cases', 'seller'), await read(path, 'buyer')];
    const decision = await post(app, 'seller', `${path}/decision`, { decision: 'approve' });

    expect([...answers, decision].map(({ status }) => status)).toEqual([403, 403, 403]);
    expect((await read(path)).body.state).toBe('open');
  });

  it('let a listing be sold', async () => {
    const { path, subjectId } = await held();

    const { status, body } = await post(app, 'moderator', `${path}/decision`, { decision: 'approve' });
    await app.drain();

    expect([status, body.state, body.statementId]).toEqual([200, 'decided', null]);
    expect(app.get(Decided).of(subjectId)).toEqual([{ decision: 'approve', statementId: undefined }]);
  });

  it('remove a listing with a statement of reasons that its seller can read', async () => {
    const { path, subjectId } = await held();

    const { body } = await post(app, 'moderator', `${path}/decision`, REMOVE);
    await app.drain();

    const statement = await read(`/v1/statements/${body.statementId}`, 'seller');
    expect(statement.body).toMatchObject({
      subjectId: toWire('lst', subjectId),
      decisionVisibility: 'removal',
      ground: 'illegal',
      clause: REMOVE.clause,
      explanation: REMOVE.explanation,
      category: 'intellectual_property_infringement',
      source: 'own_initiative',
      automatedDetection: true,
      automatedDecision: 'no',
      facts: ['explicit_words', 'explicit_offer'],
    });
    expect(app.get(Decided).of(subjectId)).toMatchObject([{ decision: 'remove' }]);
  });

  it('show a statement to nobody else', async () => {
    const { path } = await held();
    const { body } = await post(app, 'moderator', `${path}/decision`, REMOVE);

    const other = await read(`/v1/statements/${body.statementId}`, 'otherSeller');
    const buyer = await read(`/v1/statements/${body.statementId}`, 'buyer');

    expect([other.status, buyer.status]).toEqual([404, 403]);
  });

  it.each([
    ['a ground', { ...REMOVE, ground: undefined }],
    ['an explanation', { ...REMOVE, explanation: undefined }],
  ])('want %s for a restriction', async (_what, decision) => {
    const { path, subjectId } = await held();

    const { status } = await post(app, 'moderator', `${path}/decision`, decision);

    expect([status, (await read(path)).body.state]).toEqual([422, 'open']);
    expect(app.get(Decided).of(subjectId)).toEqual([]);
  });

  it('are decided once', async () => {
    const { path, subjectId } = await held();

    const answers = await Promise.all([
      post(app, 'moderator', `${path}/decision`, REMOVE),
      post(app, 'colleague', `${path}/decision`, { decision: 'approve' }),
    ]);
    await app.drain();

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(app.get(Decided).of(subjectId)).toHaveLength(1);
  });

  it('belong to who claimed them until the lease runs out', async () => {
    const { path } = await held();
    const claimed = await post(app, 'moderator', `${path}/claim`);

    const claim = await post(app, 'colleague', `${path}/claim`);
    const decision = await post(app, 'colleague', `${path}/decision`, REMOVE);
    await app.advance('PT30M');

    expect(claimed.body.assignee).toBe(toWire('usr', PEOPLE.moderator.userId));
    expect([claim.body.code, decision.body.code]).toEqual(['case_claimed_by_other', 'case_claimed_by_other']);
    expect((await read(path)).body.state).toBe('open');
    expect((await post(app, 'colleague', `${path}/claim`)).status).toBe(200);
  });

  it('are handed out one by one, the most urgent first', async () => {
    const worst = await screen(app, listing({ title: 'Elephant ivory carving' }));
    await held();

    const [first, second] = [
      await post(app, 'moderator', '/v1/moderation/cases/claim'),
      await post(app, 'colleague', '/v1/moderation/cases/claim'),
    ];

    expect(first.body.id).toBe(caseWire(worst));
    expect([second.status, second.body.id === first.body.id]).toEqual([200, false]);
  });

  it('are not decided by a member of the seller', async () => {
    const { path } = await held();

    const { status, body } = await post(app, 'partial', `${path}/decision`, { decision: 'approve' });

    expect([status, body.code]).toEqual([403, 'conflict_of_interest']);
    expect((await read(path)).body.state).toBe('open');
  });
});
