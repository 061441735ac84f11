import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { Requests, type Draft } from '../support/fuzz/arbitraries.js';
import { Contract, type Operation } from '../support/fuzz/contract.js';
import { bearer, startApp, type TestApp } from '../support/index.js';
import { activeListing } from '../support/world.listings.js';
import { buyer, staff } from '../support/world.identity.js';
import { activeSeller } from '../support/world.sellers.js';

const RUNS = Number(process.env.FUZZ_RUNS ?? 20);
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_122);
/** What one request does to all others: signing out ends their sessions, moving the clock ends whatever falls due. */
const LEFT_OUT = new Set(['sessions_end', 'clock_move']);
const ID = /\b([a-z]{3})_[0-7][0-9a-hjkmnp-tv-z]{25}\b/g;

const contract = await Contract.read();
const operations = contract.operations().filter(({ id }) => !LEFT_OUT.has(id));

/** As the client of the tests tells what it parses. */
const IS_JSON = /[/+]json$/;

describe('requests made from the contract', () => {
  let app: TestApp;
  let tokens: (string | undefined)[];
  const known = new Map<string, string[]>();
  const validators = new Map<string, ValidateFunction>();
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);

  beforeAll(async () => {
    app = await startApp();
    const seller = await activeSeller(app);
    const listing = await activeListing(app, seller);
    const people = [await buyer(app), await staff(app, 'moderator', 'risk', 'finance'), await staff(app, 'admin')];
    tokens = [undefined, seller.token, ...people.map(({ token }) => token)];
    remember(JSON.stringify([seller, listing, people]));
  });

  afterAll(() => app.stop());

  function remember(text: string): void {
    for (const [id, prefix = ''] of text.matchAll(ID)) {
      const ids = known.get(prefix) ?? [];
      if (!ids.includes(id) && ids.length < 20) known.set(prefix, [...ids, id]);
    }
  }

  /** Most answers share their schema with others, and compiling one takes longer than asking. */
  function validatorOf(schema: object | undefined): ValidateFunction | undefined {
    if (!schema) return undefined;
    const key = JSON.stringify(schema);
    const validate = validators.get(key) ?? ajv.compile({ ...schema, components: contract.components });
    validators.set(key, validate);
    return validate;
  }

  async function faultOf(operation: Operation, draft: Draft, token: string | undefined): Promise<string | undefined> {
    const request = app.http[operation.method](draft.path).set({ ...draft.headers, ...(token ? bearer(token) : {}) });
    const answer = await (draft.body === undefined ? request : request.type('json').send(JSON.stringify(draft.body)));
    const { status, text } = answer;
    if (status >= 500) return `${status} ${text}`;
    const declared = operation.responses[String(status)];
    if (!declared) return `status ${status} is not in the contract: ${text.slice(0, 300)}`;
    remember(text);
    const validate = validatorOf(contract.schemaOf(declared));
    if (!validate || text === '') return undefined;
    return validate(IS_JSON.test(answer.type) ? (answer.body as unknown) : text)
      ? undefined
      : `${status} breaks its schema: ${ajv.errorsText(validate.errors)} ${text.slice(0, 300)}`;
  }

  it.each(operations.map((operation) => [operation.id, operation] as const))(
    'to %s are answered as it says',
    async (_id, operation) => {
      const requests = new Requests(contract, known).of(operation);

      await fc.assert(
        fc.asyncProperty(requests, fc.constantFrom(...tokens), async (draft, token) => {
          expect(await faultOf(operation, draft, token)).toBeUndefined();
        }),
        { numRuns: RUNS, seed: SEED, endOnFailure: true },
      );
    },
  );
});
