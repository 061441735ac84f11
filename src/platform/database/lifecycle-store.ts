import { actorRef, transitionsOf, type Actor, type Lifecycle } from '../../kernel/index.js';
import { defineError } from '../../kernel/index.js';
import { query, type Tx } from './tx.js';
import { statement, type Statement } from './statement.js';

export const IllegalTransition = defineError<{ subject: string; action: string }>({
  code: 'illegal_transition',
  kind: 'conflict',
  en: 'The {subject} is in a state that does not allow “{action}”.',
  zh: '{subject} 当前的状态不允许执行“{action}”。',
});

export interface Move<A extends string> {
  readonly action: A;
  readonly actor: Actor;
  readonly at: Date;
  readonly reason?: string;
}

export interface Moved<S extends string> {
  readonly id: string;
  readonly from: S;
  readonly to: S;
}

type MoveStatement = Statement<
  [
    ids: string[],
    from: string[],
    to: string[],
    subject: string,
    action: string,
    type: string,
    actor: string,
    reason: string | null,
    at: Date,
  ],
  Moved<string>
>;

const statements = new Map<string, MoveStatement>();

function moveStatement(table: string): MoveStatement {
  const known = statements.get(table);
  if (known) return known;
  const made: MoveStatement = statement(
    `lifecycle.${table}`,
    `with step as (select * from unnest($2::text[], $3::text[]) as s(from_state, to_state)),
          locked as (select t.id, t.state, s.to_state from ${table} t join step s on s.from_state = t.state
                      where t.id = any($1::uuid[]) order by t.id for no key update of t),
          moved as (update ${table} t set state = l.to_state, version = t.version + 1, updated_at = $9
                      from locked l where t.id = l.id returning t.id, l.state as old, l.to_state as new),
          noted as (insert into lifecycle_history (subject_type, subject_id, from_state, to_state, action, actor_type, actor_id, reason, at)
                      select $4, id, old, new, $5, $6, $7, $8, $9 from moved)
     select id, old as "from", new as "to" from moved order by id`,
  );
  statements.set(table, made);
  return made;
}

/**
 * Moves the rows that are in a state the action leaves, writes their history, and returns what moved: one statement,
 * rows locked in the order of their ids. Rows in another state stay as they are.
 */
export async function moveAll<S extends string, A extends string>(
  tx: Tx,
  lifecycle: Lifecycle<S, A>,
  ids: readonly string[],
  move: Move<A>,
): Promise<Moved<S>[]> {
  const steps = transitionsOf(lifecycle, move.action).flatMap((t) => t.from.map((from) => [from, t.to] as const));
  const actor = actorRef(move.actor);
  const rows = await query(tx, moveStatement(lifecycle.table), [
    [...ids],
    steps.map(([from]) => from),
    steps.map(([, to]) => to),
    lifecycle.name,
    move.action,
    actor.type,
    actor.id,
    move.reason ?? null,
    move.at,
  ]);
  return rows as Moved<S>[];
}

/** Moves one row. @throws IllegalTransition when its state does not allow the action (or it does not exist). */
export async function moveOne<S extends string, A extends string>(
  tx: Tx,
  lifecycle: Lifecycle<S, A>,
  id: string,
  move: Move<A>,
): Promise<Moved<S>> {
  const [moved] = await moveAll(tx, lifecycle, [id], move);
  if (!moved) throw new IllegalTransition({ subject: lifecycle.name, action: move.action });
  return moved;
}
