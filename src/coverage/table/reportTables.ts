import { inTurns } from '../../base/turns';

import type { CoverageReport } from '../report/coverageReport';
import { type ReportTable, reportTable, reportTableSteps, type TableConfig } from './table';

/** Keeps the table of each report for as long as there is the report: a document asks for its text, then for its links. */
export class ReportTables {
  private readonly kept = new WeakMap<CoverageReport, { config: TableConfig; table: ReportTable }>();

  /** The text of `coverage report -m`, made at once. */
  of(report: CoverageReport, config: TableConfig): ReportTable {
    return this.known(report, config) ?? this.keep(report, config, reportTable(report, config));
  }

  /** The same without holding up the event loop. */
  async inTurns(report: CoverageReport, config: TableConfig): Promise<ReportTable> {
    const known = this.known(report, config);
    return known ?? this.keep(report, config, await inTurns(reportTableSteps(report, config)));
  }

  private known(report: CoverageReport, config: TableConfig): ReportTable | undefined {
    const kept = this.kept.get(report);
    return kept?.config === config ? kept.table : undefined;
  }

  private keep(report: CoverageReport, config: TableConfig, table: ReportTable): ReportTable {
    this.kept.set(report, { config, table });
    return table;
  }
}
