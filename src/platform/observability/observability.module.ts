import { Global, Module } from '@nestjs/common';
import { DatabaseSignals } from './database-signals.js';
import { HealthController } from './health.controller.js';
import { MetricsController } from './metrics.controller.js';
import { MetricsServer } from './metrics.server.js';
import { Metrics } from './metrics.js';
import { Readiness } from './readiness.js';

@Global()
@Module({
  controllers: [HealthController, MetricsController],
  providers: [DatabaseSignals, Metrics, MetricsServer, Readiness],
  exports: [Metrics, Readiness],
})
export class ObservabilityModule {}
