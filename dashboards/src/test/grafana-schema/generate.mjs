// Makes one JSON file of Grafana's published types: the dashboard, and options and field
// configuration of the panels that we use. Run with `npm install && npm run generate`.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createGenerator } from "ts-json-schema-generator";

const types = "node_modules/@grafana/schema/dist/types/raw";
const panels = ["timeseries", "stat", "table", "statetimeline", "barchart", "xychart"];
// Grafana's own names of two plugins differ from the folders of their types.
const names = { statetimeline: "state-timeline" };

const tsconfig = join(mkdtempSync(join(tmpdir(), "schema-")), "tsconfig.json");
writeFileSync(
  tsconfig,
  JSON.stringify({ compilerOptions: { moduleResolution: "bundler", module: "esnext", target: "es2022" } }),
);

function schema(path, type) {
  // Without the comments of the source: what is wanted is the shape.
  const config = { path, type, tsconfig, skipTypeCheck: true, jsDoc: "none" };
  try {
    return createGenerator(config).createSchema(type);
  } catch (error) {
    if (/No root type/.test(error.message)) return null;
    throw error;
  }
}

const lines = [
  `"$comment": "Made by dashboards/src/test/grafana-schema from @grafana/schema 13.2.3 (Apache-2.0, Grafana Labs)"`,
  `"dashboard": ${JSON.stringify(schema(`${types}/dashboard/x/types.gen.d.ts`, "Dashboard"))}`,
];
for (const panel of panels) {
  const path = `${types}/composable/${panel}/panelcfg/x/types.gen.d.ts`;
  for (const type of ["Options", "FieldConfig"]) {
    const found = schema(path, type);
    if (found) lines.push(`"${names[panel] ?? panel}.${type}": ${JSON.stringify(found)}`);
  }
}
writeFileSync(process.argv[2], `{\n${lines.join(",\n")}\n}\n`);
