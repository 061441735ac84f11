import type { Lifecycle } from '../../kernel/index.js';

/** A lifecycle as a Mermaid state diagram. */
export function diagramOf({ initial, final, transitions }: Lifecycle): string {
  const arrows = transitions.flatMap(({ action, by, from, to }) =>
    from.map((state) => `${id(state)} --> ${id(to)}: ${action} (${by.join(', ')})`),
  );
  const ends = final.map((state) => `${id(state)} --> [*]`);
  return ['stateDiagram-v2', `[*] --> ${id(initial)}`, ...arrows, ...ends].join('\n  ');
}

const id = (state: string): string => state.replace(/\W/g, '_');
