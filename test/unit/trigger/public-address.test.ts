import { isPublicAddress } from '../../../nodes/LeadSquaredTrigger/public-address';

test.each([
	'http://localhost:5678/webhook/1',
	'http://LOCALHOST/',
	'http://127.0.0.1:5678/',
	'http://0.0.0.0/',
	'http://10.1.2.3/',
	'http://172.16.0.1/',
	'http://172.31.255.1/',
	'http://192.168.1.1/',
	'http://169.254.1.1/',
	'http://100.64.0.1/',
	'http://n8n:5678/',
	'http://n8n.local/',
	'http://n8n.internal/',
	'http://[::1]:5678/',
	'http://[fd00::1]/',
	'http://[fe80::1]/',
	'',
	'n8n.example.com',
])('knows that LeadSquared cannot reach %s', (url) => {
	expect(isPublicAddress(url)).toBe(false);
});

test.each([
	'https://n8n.example.com/webhook/1',
	'https://example.com:8443/',
	'http://8.8.8.8/',
	'http://172.32.0.1/',
	'http://100.128.0.1/',
	'http://11.0.0.1/',
	'http://[2001:db8::1]/',
	'https://localhost.example.com/',
	'https://10.example.com/',
])('takes %s for an address on the internet', (url) => {
	expect(isPublicAddress(url)).toBe(true);
});
