import { mountPage } from '@ocelli/ui';
import { medicalScanPage } from './medical-scan-page.js';
import './page.css';

const root = document.getElementById('page');
if (root !== null) mountPage(medicalScanPage, root);
