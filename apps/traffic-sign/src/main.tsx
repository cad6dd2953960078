import { mountPage } from '@ocelli/ui';
import { trafficSignPage } from './traffic-sign-page.js';
import './page.css';

const root = document.getElementById('page');
if (root !== null) mountPage(trafficSignPage, root);
