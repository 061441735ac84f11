export { CONFIG, type Config, type RunningConfig, type StripeConfig } from './config.js';
export { ConfigModule } from './config.module.js';
export { isAddressRule, isLoopback } from './network.js';
export { BadSettings, loadConfig } from './load-config.js';
