import type { TestApp } from './app.js';
import { buyer, staff, type Person } from './world.identity.js';
import { get, post, type Answer } from './world.orders.js';

interface Version {
  readonly id: string;
  readonly version: number;
  readonly state: string;
}

/** Two people of finance, and terms that one proposes and another decides about. */
export class Terms {
  maker!: Person;
  checker!: Person;

  constructor(
    readonly app: () => TestApp,
    readonly path: string,
    /** The name of what there are versions of. */
    private readonly subject: string,
  ) {}

  async open(): Promise<void> {
    [this.maker, this.checker] = [await staff(this.app(), 'finance'), await staff(this.app(), 'finance')];
  }

  propose = (person: Person, body: object): Promise<Answer> => post(this.app(), person.token, this.path, body);

  decide(person: Person, version: unknown, what: 'approval' | 'refusal'): Promise<Answer> {
    return post(this.app(), person.token, `${this.path}/${(version as Version).id}/${what}`);
  }

  /** Proposed by one, put into force by the other. */
  async change(body: object): Promise<void> {
    const proposed = await this.propose(this.maker, body);
    const approved = await this.decide(this.checker, proposed.body, 'approval');
    if (approved.status !== 200) throw new Error(`${proposed.text} ${approved.text}`);
  }

  async versions(of: string): Promise<[version: number, state: string][]> {
    const query = `${this.subject}=${encodeURIComponent(of)}`;
    const { data } = await get<{ data: Version[] }>(this.app(), this.maker.token, `${this.path}?${query}`);
    return data.map(({ version, state }): [number, string] => [version, state]).sort(([a], [b]) => b - a);
  }
}

interface Samples {
  /** A subject, and what may be proposed for it. */
  readonly declined: readonly [subject: string, body: object];
  readonly approved: readonly [subject: string, body: object];
  /** An id of the kind that nothing has. */
  readonly unknown: string;
  readonly table: string;
}

/** What holds for all terms of which one person proposes the next version and another one decides about it. */
export function areDecidedByTwo(terms: Terms, { declined, approved, unknown, table }: Samples): void {
  const [declinedOf, declinedBody] = declined;
  const [approvedOf, approvedBody] = approved;

  it('are decided about by somebody else, once', async () => {
    const [risk, ada] = [await staff(terms.app(), 'risk'), await buyer(terms.app())];
    const { maker, checker } = terms;
    const before = await terms.versions(declinedOf);
    const { body: proposed } = await terms.propose(maker, declinedBody);

    const own = [await terms.decide(maker, proposed, 'approval'), await terms.decide(maker, proposed, 'refusal')];
    const others = [await terms.decide(risk, proposed, 'approval'), await terms.decide(ada, proposed, 'approval')];
    const second = await terms.propose(checker, declinedBody);
    const refused = await terms.decide(checker, proposed, 'refusal');
    const late = await terms.decide(checker, proposed, 'approval');
    const nothing = await terms.decide(checker, { id: unknown }, 'approval');

    expect([...own, second, late].map(({ body }) => (body as { code: string }).code)).toEqual([
      'terms_need_second_person',
      'terms_need_second_person',
      'terms_proposed',
      'terms_decided',
    ]);
    expect([...others, nothing].map(({ status }) => status)).toEqual([403, 403, 404]);
    expect(refused.body).toMatchObject({ state: 'declined' });
    expect(await terms.versions(declinedOf)).toEqual([[before.length + 1, 'declined'], ...before]);
  });

  it('are decided about once by ten at once', async () => {
    const { maker, checker } = terms;
    const before = await terms.versions(approvedOf);
    const proposals = await Promise.all(Array.from({ length: 5 }, () => terms.propose(maker, approvedBody)));
    const proposed = proposals.find(({ status }) => status === 201)?.body as unknown;

    const approvals = await Promise.all(Array.from({ length: 10 }, () => terms.decide(checker, proposed, 'approval')));

    expect(proposals.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    expect(approvals.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 9 }, () => 409)]);
    const replaced = before.map(([version]) => [version, 'superseded']);
    expect(await terms.versions(approvedOf)).toEqual([[before.length + 1, 'in_force'], ...replaced]);
  });

  it('are never changed, not even by hand', async () => {
    await expect(terms.app().sql(`update ${table} set approved_at = now()`)).rejects.toThrow('never changed');
    await expect(terms.app().sql(`delete from ${table}`)).rejects.toThrow('never changed');
  });
}
