import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { seedSandbox } from '../../src/sandbox/seed/index.js';
import { startApp, type TestApp } from '../support/index.js';
import { get } from '../support/world.orders.js';
import { expectWorldMatch } from '../support/world.payments.js';

interface Named {
  readonly id: string;
  readonly sellerId: string;
}

/** Of what the commands answer, what is needed for the next ones. */
interface Answer {
  readonly id?: string;
  readonly paymentId?: string;
  readonly data?: readonly Named[];
  readonly variants?: readonly { readonly id: string }[];
  readonly sellerOrders?: readonly Named[];
}

/** Whether the machine has curl; where everything must be tested, its absence is a failure. */
function hasCurl(): boolean {
  try {
    execFileSync('curl', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    if (process.env.CI === 'true') throw new Error('CI needs curl: the commands of the README are run');
    console.warn('Skipped: this machine has no curl');
    return false;
  }
}

/** The settings and the commands of the README's trade, as they are printed there. */
function tradeInReadme(): { settings: string[]; commands: string[] } {
  const [, block = ''] = /## One trade in curl\n\n```sh\n([^]*?)```/.exec(readFileSync('README.md', 'utf8')) ?? [];
  const lines = block.replaceAll('\\\n', ' ').split('\n');
  const isCommand = (line: string): boolean => line.startsWith('curl ');
  return { settings: lines.filter((line) => /^\w+=/.test(line)), commands: lines.filter(isCommand) };
}

/** Fills the gaps that the README leaves to its reader: each `var_…` with the next of the identifiers given for it. */
function filled(text: string, ids: Readonly<Record<string, readonly string[]>>): string {
  const used = new Map<string, number>();
  const result = text.replace(/(\w+)([_=])…/g, (_all, name: string, joint: string) => {
    const count = used.get(name) ?? 0;
    used.set(name, count + 1);
    const id = ids[name]?.[count];
    if (id === undefined) throw new Error(`The README leaves a gap that nothing before fills: ${name} in ${text}`);
    return joint === '=' ? `${name}=${id}` : id;
  });
  if (/[{/"]…/.test(result)) throw new Error(`The README leaves a gap: ${result}`);
  return result;
}

(hasCurl() ? describe : describe.skip)('the trade in the README', () => {
  let app: TestApp;
  let tokens: { readonly buyer: string; readonly seller: string };
  let sellerId: string;

  beforeAll(async () => {
    app = await startApp();
    const nest = { get: (type: never): unknown => app.get(type), getUrl: () => Promise.resolve(app.url) };
    const printed = await seedSandbox(nest as unknown as Parameters<typeof seedSandbox>[0]);
    await app.drain();
    const of = (title: string): string => printed.find((each) => each.title === title)?.credential ?? '';
    tokens = { buyer: of('buyer'), seller: of('private seller') };
    const mine = await get<{ data: Named[] }>(app, tokens.seller, '/v1/me/sellers');
    sellerId = mine.data[0]?.sellerId ?? '';
  });

  afterAll(() => app.stop());

  /** Runs a line as somebody would who has pasted the settings before it. */
  async function run(settings: readonly string[], line: string): Promise<Answer> {
    const fails = 'curl() { command curl -sS --fail-with-body "$@"; }';
    const script = [fails, ...settings, line].join('\n').replaceAll('http://127.0.0.1:3000', app.url);
    const { stdout } = await promisify(execFile)('sh', ['-c', script]).catch((error: { stdout: string }) => {
      throw new Error(`${line}\n${error.stdout}`);
    });
    await app.drain();
    return JSON.parse(stdout) as Answer;
  }

  /** What a reader takes from an answer for the commands after it. */
  async function learned(answer: Answer): Promise<Record<string, string[]>> {
    const { id = '', data = [], variants = [], sellerOrders = [] } = answer;
    const mine = sellerOrders.find((each) => each.sellerId === sellerId);
    if (data.length > 0) return { lst: [data.find((card) => card.sellerId === sellerId)?.id ?? ''] };
    if (variants.length > 0) return { var: [variants[0]?.id ?? '', await variantOfAnother()] };
    if (id.startsWith('crt_')) return { crt: [id] };
    return mine ? { ord: [id], pay: [answer.paymentId ?? ''], sor: [mine.id] } : {};
  }

  /** Of a listing of another seller. */
  async function variantOfAnother(): Promise<string> {
    const { body: list } = (await app.http.get('/v1/listings?inStock=true')) as { body: Answer };
    const other = list.data?.find((card) => card.sellerId !== sellerId);
    const { body } = (await app.http.get(`/v1/listings/${other?.id}`)) as { body: Answer };
    return body.variants?.[0]?.id ?? '';
  }

  it('can be typed as it stands and ends with the seller paid', async () => {
    const { settings, commands } = tradeInReadme();
    const ids: Record<string, string[]> = { buyer: [tokens.buyer], seller: [tokens.seller] };
    const given = settings.map((line) => filled(line, ids));

    for (const command of commands) Object.assign(ids, await learned(await run(given, filled(command, ids))));

    expect(commands).toHaveLength(9);
    const order = await get<{ sellerOrders: Named[] }>(app, tokens.buyer, `/v1/orders/${ids.ord?.[0]}`);
    expect(order.sellerOrders).toHaveLength(2);
    const payouts = await get<{ data: { state: string }[] }>(app, tokens.seller, `/v1/sellers/${sellerId}/payouts`);
    expect(payouts.data.map(({ state }) => state)).toEqual(['paid']);
    await expectWorldMatch(app);
  });
});
