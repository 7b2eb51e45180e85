local n = tonumber(arg[1])

local names = {}
for i = 0, 1999 do
  names[i] = 'user' .. i * 7919 % 10007
end
local users = {}
for i = 0, 1999 do
  users[names[i]] = {id = i, visits = 0, score = i % 17}
end
local seed = 11
local missing = 0
for i = 0, n - 1 do
  seed = seed * 16807 % 2147483647
  local name = i % 10 == 0 and 'guest' .. seed % 5000 or names[seed % 2000]
  local user = users[name]
  if not user then
    missing = missing + 1
  else
    user.visits = user.visits + 1
    user.score = user.score + user.id % 5
  end
end
local sum = 0
for name, user in pairs(users) do
  sum = (sum + #name * user.visits + user.score * user.id) % 1000003
end
print('string_keys ' .. missing .. ' ' .. sum)
