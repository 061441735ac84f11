export { ClockModule } from './clock.module.js';
export { SandboxClock } from './sandbox-clock.js';
