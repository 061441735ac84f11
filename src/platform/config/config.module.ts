import { Global, Module, type DynamicModule } from '@nestjs/common';
import { CONFIG, type RunningConfig } from './config.js';

/** Makes the settings injectable: `@Inject(CONFIG) config: RunningConfig`. */
@Global()
@Module({})
export class ConfigModule {
  static of(config: RunningConfig): DynamicModule {
    return {
      module: ConfigModule,
      providers: [{ provide: CONFIG, useValue: config }],
      exports: [CONFIG],
    };
  }
}
