/** Who may cause a transition. */
export type Party = 'buyer' | 'seller' | 'moderator' | 'risk' | 'finance' | 'admin' | 'provider' | 'timer' | 'system';

export interface Transition<S extends string, A extends string> {
  readonly action: A;
  readonly from: readonly S[];
  readonly to: S;
  readonly by: readonly Party[];
  /** Why a timer makes this transition, and after how long. */
  readonly timer?: string;
  /** The condition that the action's verb checks, for the published table. */
  readonly guard?: string;
}

export interface Lifecycle<S extends string = string, A extends string = string> {
  readonly name: string;
  /** The table that carries `id`, `state`, `version` and `updated_at`. */
  readonly table: string;
  readonly states: readonly S[];
  readonly initial: S;
  readonly final: readonly S[];
  readonly transitions: readonly Transition<S, A>[];
}

export interface AllowedAction {
  readonly action: string;
  readonly allowed: boolean;
  /** Why not, as a stable code. */
  readonly reason?: string;
}

const registry = new Map<string, Lifecycle>();

/**
 * Declares a lifecycle.
 * @throws Error when a state cannot be reached, a state that is not final has no exit, or an action has two outcomes.
 */
export function defineLifecycle<const S extends string, const A extends string>(
  table: Lifecycle<S, A>,
): Lifecycle<S, A> {
  const faults = faultsOf(table);
  if (faults.length > 0) throw new Error(`Lifecycle ${table.name}: ${faults.join('; ')}`);
  registry.set(table.name, table);
  return table;
}

export const lifecycles = (): readonly Lifecycle[] => [...registry.values()];

/** What is wrong with a table: unreachable states, dead ends, an action with two outcomes from one state. */
export function faultsOf(table: Lifecycle): string[] {
  const reached = new Set<string>([table.initial, ...table.transitions.map((t) => t.to)]);
  const left = new Set<string>(table.transitions.flatMap((t) => t.from));
  const moves = table.transitions.flatMap((t) => t.from.map((from) => `${t.action} from ${from}`));
  return [
    ...table.states.filter((state) => !reached.has(state)).map((state) => `${state} is unreachable`),
    ...table.states
      .filter((state) => !left.has(state) && !table.final.includes(state))
      .map((state) => `${state} has no exit`),
    ...table.final.filter((state) => left.has(state)).map((state) => `${state} is final and has an exit`),
    ...moves.filter((move, i) => moves.indexOf(move) !== i).map((move) => `${move} has two outcomes`),
  ];
}

/** The transition an action makes; actions may have one outcome per source state. */
export function transitionsOf<S extends string, A extends string>(
  table: Lifecycle<S, A>,
  action: A,
): readonly Transition<S, A>[] {
  return table.transitions.filter((transition) => transition.action === action);
}

/** What the parties may do now. `refusals` names, per action, why a guard would refuse it. */
export function allowedActions(
  table: Lifecycle,
  state: string,
  parties: readonly Party[],
  refusals: Readonly<Record<string, string | undefined>> = {},
): AllowedAction[] {
  const mine = table.transitions.filter((t) => t.by.some((party) => parties.includes(party)));
  const actions = [...new Set(mine.map((t) => t.action))];
  return actions.map((action) => {
    const open = mine.some((t) => t.action === action && t.from.includes(state));
    const reason = open ? refusals[action] : `state_is_${state}`;
    return reason === undefined ? { action, allowed: true } : { action, allowed: false, reason };
  });
}
