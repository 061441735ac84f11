/**
 * Words that people build passwords from. A password is refused when nothing but such a word is left of it after
 * digits and signs at its ends are cut off and the usual digit-for-letter swaps are undone.
 */
const WORDS = `
  password passwort motdepasse contrasena senha wachtwoord parola mima passw pass passphrase login signin signup
  welcome willkommen bienvenue bemvindo letmein enter open opensesame admin administrator root toor user guest
  default changeme changeit change temp temporary test testing tester testtest secret private access master
  qwerty qwertyui qwertyuiop qwertz qwertzui azerty azertyui asdf asdfgh asdfghjk asdfghjkl zxcv zxcvbn zxcvbnm
  qazwsx qazwsxedc wsxedc qweasd qweasdzxc qweqwe asdasd zxczxc zaqxsw poiuytrewq lkjhgfdsa mnbvcxz
  abc abcd abcde abcdef abcdefg abcdefgh abcabc aaa iloveyou ilovegod ilovejesus iloveme loveyou lovely love lover
  teiubesc tequiero teamo jetaime woaini sunshine princess prince football futbol soccer baseball basketball hockey
  softball volleyball tennis cricket golf monkey dragon shadow superman batman spiderman ironman wonderwoman
  pokemon naruto pikachu starwars matrix starcraft warcraft minecraft fortnite roblox nintendo playstation xbox
  michael jennifer jordan michelle daniel jessica ashley nicole andrew joshua matthew charlie thomas robert
  samantha alexander alexandra william elizabeth christopher jonathan benjamin victoria stephanie patrick
  anthony richard barbara hannah amanda melissa maggie ginger buster pepper cookie summer winter spring autumn
  january february march april may june july august september october november december monday friday sunday
  computer internet server network system windows microsoft google facebook amazon apple samsung android iphone
  twitter instagram youtube linkedin dropbox yahoo gmail hotmail nokia whatever nothing something anything
  trustno trustnoone freedom liberty justice peace heaven angel angels jesus jesuschrist god godisgood blessed
  killer hunter ranger ninja samurai knight wizard warrior soldier master blaster gladiator phoenix thunder
  lightning diamond golden silver platinum crystal rainbow butterfly flower flowers sunflower blossom strawberry
  cherry banana orange chocolate cheese coffee pizza hello hellohello helloworld hallo bonjour hola ciao nihao
  liverpool chelsea arsenal manchester barcelona realmadrid juventus milan bayern yankees cowboys steelers
  packers eagles lakers redsox ferrari porsche mercedes mustang corvette camaro harley yamaha honda toyota
  london paris berlin madrid america american canada brazil brasil mexico china beijing shanghai england france
  germany australia california newyork texas florida chicago boston dallas houston jordan denver phoenix
  company office business market marketplace souk shop store seller buyer money million billion dollar dollars
  lucky forever family mother father sister brother babygirl baby babyboy sweetheart sweetie sweet honey darling
  beautiful gorgeous pretty handsome friend friends bestfriend buddy champion winner number numberone first
  asshole bullshit fuckyou fuckoff fuckme bitch pussy hardcore biteme mustang bigdaddy daddy mommy superstar
  rockstar rockyou metallica nirvana slipknot eminem beatles elvis music guitar drummer piano letmein maverick
  yellow purple black white green blue silver scooter snoopy garfield mickey minnie disney donald tinkerbell
`;

export const COMMON_WORDS: ReadonlySet<string> = new Set(WORDS.trim().split(/\s+/));
