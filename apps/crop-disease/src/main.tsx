import { mountPage } from '@ocelli/ui';
import { cropDiseasePage } from './crop-disease-page.js';
import './page.css';

const root = document.getElementById('page');
if (root !== null) mountPage(cropDiseasePage, root);
