export { chargebackClosed, chargebackOpened } from './disputes.events.js';
export { DisputesModule } from './disputes.module.js';
