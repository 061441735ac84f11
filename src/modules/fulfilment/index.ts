export { FulfilmentModule, SandboxCarrierModule } from './fulfilment.module.js';
