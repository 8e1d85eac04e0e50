import { noWords, type ReadingWords } from './reading-words.ts';

export const hi: ReadingWords = {
  ...noWords,
  second: 'सेकंड|सेकेंड|सेकण्ड',
  minute: 'मिनट',
  join: 'से',
  first: 'पहले',
  next: 'अगले',
  last: 'आखिरी|अंतिम',
  total: 'अवधि|कुल',
  film: 'वीडियो|क्लिप|विज्ञापन',
  shot: 'दृश्य|शॉट',
  and: 'और',
  camera: {
    static: 'स्थिर कैमरा|कैमरा स्थिर',
    CU: 'क्लोज़ अप|क्लोज अप|क्लोज़अप|क्लोजअप',
    MS: 'मीडियम शॉट|मध्यम शॉट',
    WS: 'वाइड शॉट',
    push_in: 'कैमरा पास|कैमरा आगे',
    pull_out: 'कैमरा पीछे',
    track: 'कैमरा पीछा',
    drone: 'ड्रोन शॉट|हवाई शॉट',
  },
  style: 'शैली|यथार्थवादी|वृत्तचित्र|सिनेमाई|एनिमेशन',
  sound: 'ध्वनि|आवाज़|आवाज|संगीत|शोर',
};
