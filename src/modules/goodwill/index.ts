export { GoodwillModule } from './goodwill.module.js';
export { goodwillGranted } from './goodwill.events.js';
