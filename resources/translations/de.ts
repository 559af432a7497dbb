<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
 <context>
  <name>EchoTrade</name>
  <message>
   <source>&amp;Help</source>
   <translation>&amp;Hilfe</translation>
  </message>
  <message>
   <source>&amp;View</source>
   <translation>&amp;Ansicht</translation>
  </message>
  <message>
   <source>A call arrives, you see what was read and which of your rules it passes, and you decide.</source>
   <translation>Ein Ruf kommt an, du siehst, was gelesen wurde und welche deiner Regeln er besteht, und du entscheidest.</translation>
  </message>
  <message>
   <source>A folder…</source>
   <translation>Ein Ordner…</translation>
  </message>
  <message>
   <source>A notification of the system for each new pending signal.</source>
   <translation>Eine Meldung des Systems für jedes neue wartende Signal.</translation>
  </message>
  <message>
   <source>A sound for each new pending signal.</source>
   <translation>Ein Ton für jedes neue wartende Signal.</translation>
  </message>
  <message>
   <source>A trader posts a call, then edits its stop.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A trader posts the same call twice.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>About EchoTrade</source>
   <translation>Über EchoTrade</translation>
  </message>
  <message>
   <source>Add a symbol</source>
   <translation>Symbol hinzufügen</translation>
  </message>
  <message>
   <source>Add by id</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Add hours</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Address of the server; "" is Telegram itself.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>After an approval, wait for the call's price until the call expires.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>All are so already.</source>
   <translation>Alles ist schon so.</translation>
  </message>
  <message>
   <source>Another server in its place, with ws_url, such as "http://127.0.0.1:80".</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Another way</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Approve</source>
   <translation>Annehmen</translation>
  </message>
  <message>
   <source>Approve all chosen</source>
   <translation>Alle gewählten annehmen</translation>
  </message>
  <message>
   <source>Approve chosen</source>
   <translation>Gewählte annehmen</translation>
  </message>
  <message>
   <source>Approve the selected call</source>
   <translation>Gewählten Ruf annehmen</translation>
  </message>
  <message>
   <source>Arm live trading…</source>
   <translation>Echten Handel scharf stellen…</translation>
  </message>
  <message>
   <source>Ask Telegram for your chats again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Back</source>
   <translation>Zurück</translation>
  </message>
  <message>
   <source>Back to paper trading</source>
   <translation>Zurück zum Papierhandel</translation>
  </message>
  <message>
   <source>Begin</source>
   <translation>Beginnen</translation>
  </message>
  <message>
   <source>Binance lead traders…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Blue and orange in place of green and red.</source>
   <translation>Blau und Orange anstelle von Grün und Rot.</translation>
  </message>
  <message>
   <source>Blue and orange instead of green and red</source>
   <translation>Blau und Orange statt Grün und Rot</translation>
  </message>
  <message>
   <source>Calls waiting for you</source>
   <translation>Rufe, die auf dich warten</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Abbrechen</translation>
  </message>
  <message>
   <source>Card above (↑)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Card below (↓)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cash</source>
   <translation>Bargeld</translation>
  </message>
  <message>
   <source>Change…</source>
   <translation>Ändern…</translation>
  </message>
  <message>
   <source>Channels and how they are read…</source>
   <translation>Kanäle und wie sie gelesen werden…</translation>
  </message>
  <message>
   <source>Chart</source>
   <translation>Chart</translation>
  </message>
  <message>
   <source>Charts on the whole screen</source>
   <translation>Charts auf dem ganzen Bildschirm</translation>
  </message>
  <message>
   <source>Charts on the whole screen (F)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Charts side by side</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose live prices…</source>
   <translation>Echte Preise wählen…</translation>
  </message>
  <message>
   <source>Clear the filters to see every message again.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Close</source>
   <translation>Schließen</translation>
  </message>
  <message>
   <source>Close all positions…</source>
   <translation>Alle Positionen schließen…</translation>
  </message>
  <message>
   <source>Close every position when a loss limit is hit.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Close the selected position…</source>
   <translation>Gewählte Position schließen…</translation>
  </message>
  <message>
   <source>Close this notice</source>
   <translation>Diese Meldung schließen</translation>
  </message>
  <message>
   <source>Closing the window leaves the app in the tray, where there is one; positions stay watched.</source>
   <translation>Wird das Fenster geschlossen, bleibt die App in der Leiste, wo es eine gibt; Positionen bleiben bewacht.</translation>
  </message>
  <message>
   <source>Copied. Look at it before you send it.</source>
   <translation>Kopiert. Sieh es durch, bevor du es verschickst.</translation>
  </message>
  <message>
   <source>Copy for support</source>
   <translation>Für die Hilfe kopieren</translation>
  </message>
  <message>
   <source>Dark</source>
   <translation>Dunkel</translation>
  </message>
  <message>
   <source>Dead feed</source>
   <translation>Stille Leitung</translation>
  </message>
  <message>
   <source>Discard</source>
   <translation>Verwerfen</translation>
  </message>
  <message>
   <source>Drawdown</source>
   <translation>Rückgang</translation>
  </message>
  <message>
   <source>Duplicate call</source>
   <translation>Doppelter Ruf</translation>
  </message>
  <message>
   <source>EchoTrade did not start</source>
   <translation>EchoTrade ist nicht gestartet</translation>
  </message>
  <message>
   <source>EchoTrade goes on in the tray</source>
   <translation>EchoTrade läuft in der Leiste weiter</translation>
  </message>
  <message>
   <source>EchoTrade is still starting; its settings can be opened in a moment.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>EchoTrade: {n} waiting</source>
   <translation>EchoTrade: {n} warten</translation>
  </message>
  <message>
   <source>Edited stop</source>
   <translation>Geänderter Stop</translation>
  </message>
  <message>
   <source>Every call was traded so far</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Every week</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Everything here is paper: $10,000 that are not real.</source>
   <translation>Alles hier ist Papier: 10.000 $, die es nicht gibt.</translation>
  </message>
  <message>
   <source>Expectancy</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Export CSV…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Export settings</source>
   <translation>Einstellungen exportieren</translation>
  </message>
  <message>
   <source>Export…</source>
   <translation>Exportieren…</translation>
  </message>
  <message>
   <source>Fees paid</source>
   <translation>Gezahlte Gebühren</translation>
  </message>
  <message>
   <source>File whose passphrase opens the sealed file when nobody is there; only its owner may read it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>File with the server's public key (PEM).</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Filter by source</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Find or do…</source>
   <translation>Finden oder tun…</translation>
  </message>
  <message>
   <source>Flash crash</source>
   <translation>Kurssturz</translation>
  </message>
  <message>
   <source>Follow</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Follow a Binance lead trader</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Follow a lead trader…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Follow the system</source>
   <translation>Wie das System</translation>
  </message>
  <message>
   <source>Forget the Binance key…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Forget this word</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Full screen</source>
   <translation>Vollbild</translation>
  </message>
  <message>
   <source>Good to know</source>
   <translation>Gut zu wissen</translation>
  </message>
  <message>
   <source>High contrast</source>
   <translation>Hoher Kontrast</translation>
  </message>
  <message>
   <source>Highest leverage, whatever a call asks for.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>History</source>
   <translation>Verlauf</translation>
  </message>
  <message>
   <source>How fast the practice channel plays; 2 is twice as fast.</source>
   <translation>Wie schnell der Übungskanal spielt; 2 ist doppelt so schnell.</translation>
  </message>
  <message>
   <source>How it is read…</source>
   <translation>Wie er gelesen wird…</translation>
  </message>
  <message>
   <source>How often each is looked at.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>I agree</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Import settings</source>
   <translation>Einstellungen importieren</translation>
  </message>
  <message>
   <source>Import…</source>
   <translation>Importieren…</translation>
  </message>
  <message>
   <source>In positions</source>
   <translation>In Positionen</translation>
  </message>
  <message>
   <source>Indicators</source>
   <translation>Indikatoren</translation>
  </message>
  <message>
   <source>It reads only the chats that you choose, and sends nothing.</source>
   <translation>Es liest nur die Chats, die du wählst, und sendet nichts.</translation>
  </message>
  <message>
   <source>Its port.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keep no longer</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keeping that…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keys, sessions and phone numbers are blotted out.</source>
   <translation>Schlüssel, Sitzungen und Telefonnummern sind geschwärzt.</translation>
  </message>
  <message>
   <source>Light</source>
   <translation>Hell</translation>
  </message>
  <message>
   <source>Log</source>
   <translation>Protokoll</translation>
  </message>
  <message>
   <source>Log…</source>
   <translation>Protokoll…</translation>
  </message>
  <message>
   <source>Look</source>
   <translation>Aussehen</translation>
  </message>
  <message>
   <source>Look again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Look up</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Look: follow the system</source>
   <translation>Aussehen: wie das System</translation>
  </message>
  <message>
   <source>MIT licence, without any warranty. Trading is at your own risk.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Make the vault</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Margin held</source>
   <translation>Gebundene Margin</translation>
  </message>
  <message>
   <source>Markets and accounts…</source>
   <translation>Märkte und Konten…</translation>
  </message>
  <message>
   <source>Max drawdown</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Menu</source>
   <translation>Menü</translation>
  </message>
  <message>
   <source>More</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>More for this chart</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>More symbols</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Most positions open at once.</source>
   <translation>Höchste Zahl gleichzeitig offener Positionen.</translation>
  </message>
  <message>
   <source>Move the stop…</source>
   <translation>Stop verschieben…</translation>
  </message>
  <message>
   <source>Never these symbols; stronger than the whitelist.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Next</source>
   <translation>Weiter</translation>
  </message>
  <message>
   <source>Next call</source>
   <translation>Nächster Ruf</translation>
  </message>
  <message>
   <source>Next chart</source>
   <translation>Nächster Chart</translation>
  </message>
  <message>
   <source>No channel has written yet</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No chat is chosen</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No chat matches</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No chats</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No closed trade yet</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No drills here</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No messages yet</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No open positions</source>
   <translation>Keine offenen Positionen</translation>
  </message>
  <message>
   <source>No setting holds these words.</source>
   <translation>Keine Einstellung enthält diese Wörter.</translation>
  </message>
  <message>
   <source>No such messages</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nobody has brought anything yet</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nobody has called yet</source>
   <translation>Noch niemand hat gerufen</translation>
  </message>
  <message>
   <source>Not now</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing closed yet</source>
   <translation>Noch nichts geschlossen</translation>
  </message>
  <message>
   <source>Nothing found</source>
   <translation>Nichts gefunden</translation>
  </message>
  <message>
   <source>Nothing is open</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing is sent to an exchange until you arm live trading yourself; it says LIVE then.</source>
   <translation>An eine Börse geht nichts, bis du den echten Handel selbst scharf stellst; dann steht LIVE da.</translation>
  </message>
  <message>
   <source>Nothing matches</source>
   <translation>Nichts passt</translation>
  </message>
  <message>
   <source>Nothing waits for you</source>
   <translation>Nichts wartet auf dich</translation>
  </message>
  <message>
   <source>Notices</source>
   <translation>Meldungen</translation>
  </message>
  <message>
   <source>Number of the data centre.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Once</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Only these sources, when there are any.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Only these symbols, when there are any.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Only these traders, by id, when there are any.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open EchoTrade</source>
   <translation>EchoTrade öffnen</translation>
  </message>
  <message>
   <source>Open P&amp;L</source>
   <translation>Offenes Ergebnis</translation>
  </message>
  <message>
   <source>Open a profile, or an empty folder for a new one</source>
   <translation>Ein Profil öffnen, oder einen leeren Ordner für ein neues</translation>
  </message>
  <message>
   <source>Open another…</source>
   <translation>Anderes öffnen…</translation>
  </message>
  <message>
   <source>Open my.telegram.org</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Opening…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Other people's calls, under your rules</source>
   <translation>Rufe anderer, unter deinen Regeln</translation>
  </message>
  <message>
   <source>Pause entries</source>
   <translation>Einstiege anhalten</translation>
  </message>
  <message>
   <source>Portfolio</source>
   <translation>Depot</translation>
  </message>
  <message>
   <source>Positions</source>
   <translation>Positionen</translation>
  </message>
  <message>
   <source>Practice market or live prices</source>
   <translation>Übungsmarkt oder echte Preise</translation>
  </message>
  <message>
   <source>Previous call</source>
   <translation>Voriger Ruf</translation>
  </message>
  <message>
   <source>Previous chart</source>
   <translation>Voriger Chart</translation>
  </message>
  <message>
   <source>Prices</source>
   <translation>Preise</translation>
  </message>
  <message>
   <source>Prices are real now. Choose the practice market in the settings, then trouble can be rehearsed.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Profile</source>
   <translation>Profil</translation>
  </message>
  <message>
   <source>Profit factor</source>
   <translation>Gewinnfaktor</translation>
  </message>
  <message>
   <source>Quit</source>
   <translation>Beenden</translation>
  </message>
  <message>
   <source>Read again</source>
   <translation>Neu lesen</translation>
  </message>
  <message>
   <source>Reading your chats…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Reading…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Realised, after fees</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Rehearsal</source>
   <translation>Probe</translation>
  </message>
  <message>
   <source>Rehearse trouble…</source>
   <translation>Ärger proben…</translation>
  </message>
  <message>
   <source>Reject</source>
   <translation>Ablehnen</translation>
  </message>
  <message>
   <source>Reject all chosen</source>
   <translation>Alle gewählten ablehnen</translation>
  </message>
  <message>
   <source>Reject chosen</source>
   <translation>Gewählte ablehnen</translation>
  </message>
  <message>
   <source>Reject the selected call</source>
   <translation>Gewählten Ruf ablehnen</translation>
  </message>
  <message>
   <source>Remove these hours</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Reset the layout</source>
   <translation>Anordnung zurücksetzen</translation>
  </message>
  <message>
   <source>Reset to defaults</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Resume entries</source>
   <translation>Einstiege fortsetzen</translation>
  </message>
  <message>
   <source>Revoke consent…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Rules and limits…</source>
   <translation>Regeln und Grenzen…</translation>
  </message>
  <message>
   <source>Run from source, each library has its licence in its own package.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Save</source>
   <translation>Speichern</translation>
  </message>
  <message>
   <source>Save a picture of the chart …</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Save anyway</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Save {n}</source>
   <translation>{n} speichern</translation>
  </message>
  <message>
   <source>Saved and in force.</source>
   <translation>Gespeichert und in Kraft.</translation>
  </message>
  <message>
   <source>Saved. {names} from the next start on.</source>
   <translation>Gespeichert. {names} gilt ab dem nächsten Start.</translation>
  </message>
  <message>
   <source>Saving…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Search by title, @name or id.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Search settings</source>
   <translation>Einstellungen durchsuchen</translation>
  </message>
  <message>
   <source>Send a new code</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Set</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Set the targets…</source>
   <translation>Ziele setzen…</translation>
  </message>
  <message>
   <source>Settings</source>
   <translation>Einstellungen</translation>
  </message>
  <message>
   <source>Settings are written. Keys and sessions are not among them.</source>
   <translation>Die Einstellungen sind geschrieben. Schlüssel und Sitzungen sind nicht dabei.</translation>
  </message>
  <message>
   <source>Settings…</source>
   <translation>Einstellungen…</translation>
  </message>
  <message>
   <source>Show</source>
   <translation>Zeigen</translation>
  </message>
  <message>
   <source>Show Binance's list</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Sign in to Telegram…</source>
   <translation>Bei Telegram anmelden…</translation>
  </message>
  <message>
   <source>Sign out and revoke</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Sign out and revoke…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Signals</source>
   <translation>Signale</translation>
  </message>
  <message>
   <source>Signing out…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Size of everything on the screen; 2 is twice as large.</source>
   <translation>Größe von allem auf dem Bildschirm; 2 ist doppelt so groß.</translation>
  </message>
  <message>
   <source>Skip</source>
   <translation>Überspringen</translation>
  </message>
  <message>
   <source>Start</source>
   <translation>Starten</translation>
  </message>
  <message>
   <source>Start over</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Stay here and learn, or follow real prices on paper. You can change it at any time.</source>
   <translation>Bleib hier und lerne, oder folge echten Preisen auf Papier. Du kannst es jederzeit ändern.</translation>
  </message>
  <message>
   <source>Stop following</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Stops and targets stay watched. Open it from its icon; Quit in the icon's menu ends it.</source>
   <translation>Stops und Ziele bleiben bewacht. Öffne es über sein Symbol; „Beenden“ im Menü des Symbols beendet es.</translation>
  </message>
  <message>
   <source>Teach</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Telegram channels…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Telegram is not available</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Telegram, now or later</source>
   <translation>Telegram, jetzt oder später</translation>
  </message>
  <message>
   <source>Telegram…</source>
   <translation>Telegram…</translation>
  </message>
  <message>
   <source>The exchange itself (real), or one of its practice places (testnet, demo).</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The history is being read.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The language of the window; what has no translation yet stays English.</source>
   <translation>Die Sprache des Fensters; was noch nicht übersetzt ist, bleibt englisch.</translation>
  </message>
  <message>
   <source>The look of the window: system, dark, light or contrast.</source>
   <translation>Das Aussehen des Fensters: System, dunkel, hell oder Kontrast.</translation>
  </message>
  <message>
   <source>The numbers of the portfolios that are followed.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The same for websockets, such as "ws://127.0.0.1:80".</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The stop moves to the entry once this target is hit; without it, never.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The symbols in the ticker bar.</source>
   <translation>Die Symbole in der Preisleiste.</translation>
  </message>
  <message>
   <source>Time zone of hours and blackouts, such as "Europe/Berlin"; "" is the computer's own.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Total return</source>
   <translation>Gesamtrendite</translation>
  </message>
  <message>
   <source>Traders</source>
   <translation>Händler</translation>
  </message>
  <message>
   <source>Trouble on purpose, on the practice market only. Watch the window; it is explained here after.</source>
   <translation>Ärger mit Absicht, nur auf dem Übungsmarkt. Sieh dem Fenster zu; danach wird es hier erklärt.</translation>
  </message>
  <message>
   <source>Try again</source>
   <translation>Noch einmal</translation>
  </message>
  <message>
   <source>Undo</source>
   <translation>Rückgängig</translation>
  </message>
  <message>
   <source>Undo the last change</source>
   <translation>Letzte Änderung rückgängig</translation>
  </message>
  <message>
   <source>Unlock</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Until then the practice channel calls. All of this is in the menu later, too.</source>
   <translation>Bis dahin ruft der Übungskanal. All das steht später auch im Menü.</translation>
  </message>
  <message>
   <source>Use Binance's live prices</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Use the practice market</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>User guide</source>
   <translation>Handbuch</translation>
  </message>
  <message>
   <source>Waiting for prices</source>
   <translation>Warten auf Preise</translation>
  </message>
  <message>
   <source>Welcome to EchoTrade</source>
   <translation>Willkommen bei EchoTrade</translation>
  </message>
  <message>
   <source>Welcome…</source>
   <translation>Willkommen…</translation>
  </message>
  <message>
   <source>What came of the drill</source>
   <translation>Was die Probe ergab</translation>
  </message>
  <message>
   <source>What decides the size of a trade: share (of equity, by confidence) or risk (lost at the stop).</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What happened</source>
   <translation>Was geschah</translation>
  </message>
  <message>
   <source>What the app did</source>
   <translation>Was die App tat</translation>
  </message>
  <message>
   <source>What you hold is summed here by symbol and side.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>When entries are allowed, such as "Mon-Fri 09:00-17:00".</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>When entries are not, such as "Fri 12:30-14:00" or "2026-01-05 14:00 to 2026-01-05 15:30".</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>When notices and sounds are held back, such as "22:00-07:00". Warnings about open positions still ring.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Where prices come from.</source>
   <translation>Woher die Preise kommen.</translation>
  </message>
  <message>
   <source>Where their pages are.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Whether the built-in practice channel calls.</source>
   <translation>Ob der eingebaute Übungskanal ruft.</translation>
  </message>
  <message>
   <source>Which exchange.</source>
   <translation>Welche Börse.</translation>
  </message>
  <message>
   <source>Which of its markets: usdm (perpetual contracts, long and short) or spot.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Which simulated market is played; the same seed plays the same.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Why</source>
   <translation>Warum</translation>
  </message>
  <message>
   <source>Win rate</source>
   <translation>Trefferquote</translation>
  </message>
  <message>
   <source>You are on live prices. Trades are on paper all the same.</source>
   <translation>Die Preise sind echt. Gehandelt wird trotzdem auf Papier.</translation>
  </message>
  <message>
   <source>You are on the practice market: prices are made up, and so are those who call. It needs no network.</source>
   <translation>Du bist auf dem Übungsmarkt: Preise und Rufende sind erfunden. Er braucht kein Netz.</translation>
  </message>
  <message>
   <source>Your chats could not be read</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Your own calls come from Telegram. EchoTrade connects only after you have agreed.</source>
   <translation>Deine eigenen Rufe kommen von Telegram. EchoTrade verbindet sich erst, wenn du zugestimmt hast.</translation>
  </message>
  <message>
   <source>auto (the system's keyring, else a sealed file), keyring or file.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>contrast</source>
   <translation>Kontrast</translation>
  </message>
  <message>
   <source>dark</source>
   <translation>dunkel</translation>
  </message>
  <message>
   <source>light</source>
   <translation>hell</translation>
  </message>
  <message>
   <source>none</source>
   <translation>keine</translation>
  </message>
  <message>
   <source>off</source>
   <translation>aus</translation>
  </message>
  <message>
   <source>this computer's own</source>
   <translation>die dieses Rechners</translation>
  </message>
  <message>
   <source>{name} is running. Watch the prices, the queue and your stops.</source>
   <translation>{name} läuft. Achte auf Preise, Warteschlange und deine Stops.</translation>
  </message>
  <message>
   <source>{name}: what came of it</source>
   <translation>{name}: was daraus wurde</translation>
  </message>
  <message>
   <source>{n} calls wait for you</source>
   <translation>{n} Rufe warten auf dich</translation>
  </message>
  <message>
   <source>{n} of {all}</source>
   <translation>{n} von {all}</translation>
  </message>
  <message>
   <source>{n} settings differ; look at them, then save.</source>
   <translation>{n} Einstellungen weichen ab; sieh sie an, dann speichere.</translation>
  </message>
 </context>
</TS>
