import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { lifecycles, type Lifecycle } from '../../kernel/index.js';
import { Access } from '../auth/index.js';
import { diagramOf } from './lifecycle-diagram.js';
import { LifecycleList, type LifecycleView } from './lifecycles.dto.js';

@ApiTags('reference')
@Controller('v1/lifecycles')
export class LifecyclesController {
  /** List the states, transitions, actors and timers of every process. */
  @Get()
  @Access({ roles: ['anyone'] })
  list(): LifecycleList {
    const tables = [...lifecycles()].sort((a, b) => (a.name < b.name ? -1 : 1));
    return { data: tables.map(viewOf) };
  }
}

function viewOf(lifecycle: Lifecycle): LifecycleView {
  const { name, states, initial, final, transitions } = lifecycle;
  const steps = transitions.map((step) => ({ ...step, from: [...step.from], by: [...step.by] }));
  return { name, states: [...states], initial, final: [...final], transitions: steps, diagram: diagramOf(lifecycle) };
}
