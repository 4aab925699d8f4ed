/** The arithmetic, away from the page: the code, its key and the votes before they are encrypted stay here. */
import '@viche/ballot/worker';
