import type { Db, Tx, UnitOfWork } from '../database/index.js';
import { IdempotencyKeyInUse, IdempotencyKeyReused } from './http.errors.js';
import { claimKey, lookAtKey, storeAnswer, type Claim, type Found } from './idempotency-keys.js';

const RETRY_AFTER_SECONDS = 1;
const ATTEMPTS = 3;

export interface Vault {
  seal(text: string, context: string): string;
  open(sealed: string, context: string): string;
}

/** Another transaction stored its answer between this one's snapshot and its lock; all of it runs again. */
class Overtaken extends Error {}

/** The idempotency scope of a request: its work takes effect once, and the answer is stored with the effect. */
export class Once {
  /** For callers without HTTP: plain units of work. */
  static readonly none = new Once();
  private isStored = false;
  private isRunning = false;

  constructor(
    private readonly claim?: Claim,
    private readonly vault?: Vault,
    private readonly onReplay: () => void = () => undefined,
  ) {}

  /** The caller's key, to use as the natural key of an intent row. */
  get key(): string | undefined {
    return this.claim?.key;
  }

  /**
   * Runs the work in one transaction and stores its view there; a replay returns the stored view.
   * @throws IdempotencyKeyReused for another request under the key, IdempotencyKeyInUse while the first one runs
   */
  async run<T>(uow: UnitOfWork, work: (tx: Tx) => Promise<T>): Promise<T> {
    if (!this.claim) return uow.run(work);
    this.isRunning = true;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await uow.run((tx) => this.attempt(tx, work));
      } catch (error) {
        if (!(error instanceof Overtaken) || attempt === ATTEMPTS) throw error;
      }
    }
  }

  /** The stored view of an earlier identical request, before a verb with several transactions starts. */
  async replay<T>(db: Db): Promise<T | undefined> {
    return this.claim && this.read<T>(this.claim, await lookAtKey(db, this.claim))?.view;
  }

  /**
   * Stores the view with the effect. Inside `run` it may be called early, so that hot rows are locked last. In the last
   * transaction of several an answer that is there already stands: a commit that was not heard of had stored it.
   */
  async store(tx: Tx, view: unknown): Promise<void> {
    if (!this.claim || !this.vault) return;
    const text = view === undefined ? null : this.vault.seal(JSON.stringify(view), contextOf(this.claim));
    const isFirst = await storeAnswer(tx, this.claim, text);
    if (!isFirst && this.isRunning) throw new Overtaken();
    this.isStored = true;
  }

  private async attempt<T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
    this.isStored = false;
    const earlier = this.claim && this.read<T>(this.claim, await claimKey(tx, this.claim));
    if (earlier) return earlier.view;
    const view = await work(tx);
    if (!this.isStored) await this.store(tx, view);
    return view;
  }

  /** The answer under the key, if there is one for this very request. */
  private read<T>(claim: Claim, { claimed, fingerprint, response }: Found): { view: T } | undefined {
    if (fingerprint?.equals(claim.fingerprint) === false) throw new IdempotencyKeyReused({});
    if (!fingerprint && !claimed) throw new IdempotencyKeyInUse({}, [], RETRY_AFTER_SECONDS);
    if (!fingerprint) return undefined;
    this.onReplay();
    const text = response === null ? undefined : this.vault?.open(response, contextOf(claim));
    return { view: (text === undefined ? undefined : JSON.parse(text)) as T };
  }
}

const contextOf = (claim: Claim): string => `idempotency_keys.response.${claim.principal}.${claim.key}`;
