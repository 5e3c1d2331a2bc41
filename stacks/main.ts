import { App, YamlOutputType } from 'cdk8s';
import { CiChart } from './ci.ts';

const app = new App({ yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE });

new CiChart(app, 'ci', {
  branch: process.env.BRANCH ?? 'master',
  deploysUrl: process.env.DEPLOYS_URL ?? 'http://127.0.0.1:9090/deploys',
});

app.synth();
