// Holds a filled manifest against Microsoft's schema: one fault a line, exit code 1 when there are any.
import { readFileSync } from "node:fs";
import { AppManifestUtils } from "@microsoft/app-manifest";

const manifest = JSON.parse(readFileSync(process.argv[2], "utf8"));
const faults = await AppManifestUtils.validateAgainstSchema(manifest);
for (const fault of faults) console.log(fault);
process.exit(faults.length > 0 ? 1 : 0);
